package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSelectorTest {

  private final MethodDescriptor<?, ?> coin = method("crypto.Coins/Get", MethodType.UNARY);
  private final MethodDescriptor<?, ?> prices =
      method("crypto.Coins/Prices", MethodType.SERVER_STREAMING);
  private final MethodDescriptor<?, ?> wallet = method("crypto.Wallets/Get", MethodType.UNARY);

  @Test
  void selectsServicesByTheirExactName() {
    CallSelector selector = CallSelector.services("crypto.Coins");

    assertThat(selector.selects(coin)).isTrue();
    assertThat(selector.selects(prices)).isTrue();
    assertThat(selector.selects(wallet)).isFalse();
    assertThat(CallSelector.services("crypto").selects(coin)).isFalse();
  }

  @Test
  void selectsMethodsByTheirFullName() {
    CallSelector selector = CallSelector.methods("crypto.Coins/Get", "crypto.Wallets/Get");

    assertThat(selector.selects(coin)).isTrue();
    assertThat(selector.selects(wallet)).isTrue();
    assertThat(selector.selects(prices)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Get", "/Get", "crypto.Coins/", ""})
  void refusesWhatNamesNoMethod(String name) {
    assertThatThrownBy(() -> CallSelector.methods(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "\"%s\" names no method: expected service and method, as in crypto.CryptoService/GetCoin",
            name);
  }

  @Test
  void selectsKinds() {
    CallSelector selector = CallSelector.types(MethodType.UNARY);

    assertThat(selector.selects(coin)).isTrue();
    assertThat(selector.selects(prices)).isFalse();
    assertThat(selector.negate().selects(prices)).isTrue();
  }

  @Test
  void combines() {
    CallSelector unaryOfCoins =
        CallSelector.services("crypto.Coins").and(CallSelector.types(MethodType.UNARY));

    assertThat(unaryOfCoins.selects(coin)).isTrue();
    assertThat(unaryOfCoins.selects(prices)).isFalse();
    assertThat(unaryOfCoins.or(CallSelector.services("crypto.Wallets")).selects(wallet)).isTrue();
    assertThat(CallSelector.all().selects(wallet)).isTrue();
  }

  private static MethodDescriptor<?, ?> method(String name, MethodType type) {
    return MethodDescriptor.<InputStream, InputStream>newBuilder()
        .setFullMethodName(name)
        .setType(type)
        .setRequestMarshaller(new Raw())
        .setResponseMarshaller(new Raw())
        .build();
  }

  private static final class Raw implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return stream;
    }
  }
}
