package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.interceptors.auth.ClientAuthInterceptor;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client asks of an interceptor reaches it inside a chain or a selection. */
class ClientAwarenessTest {

  private final List<Vital> vitals = List.of(Vital.gauge("grpc.client.x", "x", () -> 1));
  private final List<String> heard = new ArrayList<>();

  @Test
  void aChainTellsAllItsInterceptors() {
    ClientChain chain = ClientChain.builder().metrics(new Curious()).add(new Plain()).build();

    chain.clientVitals(vitals);
    chain.clientClosed(vitals);

    assertThat(heard).containsExactly("grpc.client.x", "closed");
  }

  @Test
  void aSelectionTellsItsInterceptor() {
    ClientAwareInterceptor selected = selected(new Curious());

    selected.clientVitals(vitals);
    selected.clientClosed(vitals);
    selected(new Plain()).clientVitals(vitals);
    selected(new Plain()).clientClosed(vitals);

    assertThat(heard).containsExactly("grpc.client.x", "closed");
  }

  @Test
  void credentialsShowThroughChainsAndSelections() {
    ClientAuthInterceptor auth = ClientAuthInterceptor.apiKey("key");

    assertThat(auth.sendsCredentials()).isTrue();
    assertThat(selected(auth).sendsCredentials()).isTrue();
    assertThat(ClientChain.builder().auth(selected(auth)).build().sendsCredentials()).isTrue();
    assertThat(selected(new Plain()).sendsCredentials()).isFalse();
    assertThat(ClientChain.builder().add(new Plain()).build().sendsCredentials()).isFalse();
  }

  private static ClientAwareInterceptor selected(ClientInterceptor interceptor) {
    return (ClientAwareInterceptor)
        SelectInterceptor.client(CallSelector.services("any"), interceptor);
  }

  private static class Plain implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return next.newCall(method, options);
    }
  }

  private final class Curious extends Plain implements ClientAwareInterceptor {
    @Override
    public void clientVitals(List<Vital> told) {
      told.forEach(vital -> heard.add(vital.name()));
    }

    @Override
    public void clientClosed(List<Vital> told) {
      heard.add("closed");
    }
  }
}
