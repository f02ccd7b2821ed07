package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.Transport;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnregisteredMethodsTest {

  @ParameterizedTest
  @EnumSource
  void passInterceptorsAndAreAnsweredUnimplemented(Transport transport) {
    List<MethodDescriptor<?, ?>> seen = new CopyOnWriteArrayList<>();
    ServerInterceptor watching =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            seen.add(call.getMethodDescriptor());
            return next.startCall(call, headers);
          }
        };
    try (RawCalls calls = RawCalls.to(transport, TestService.of((request, out) -> {}), watching)) {
      Status status = calls.call(RawCalls.method("no.Such/Method", MethodType.UNARY), new byte[9]);

      assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(status.getDescription()).isEqualTo("this server has no method no.Such/Method");
      assertThat(seen).extracting(MethodDescriptor::getFullMethodName).contains("no.Such/Method");
      assertThat(seen).allMatch(UnregisteredMethods::includes);
    }
  }

  @Test
  void haveNamesThatAreBoundedAndPrintable() {
    assertThat(nameOf("a.B/C")).isEqualTo("a.B/C");
    assertThat(nameOf("a.B/C\r\nINFO forged")).isEqualTo("a.B/C??INFO?forged");
    assertThat(nameOf("a.B/\u00e9\ud83d\ude00")).isEqualTo("a.B/???");
    assertThat(nameOf("")).isEqualTo("?/");
    assertThat(nameOf("/x")).isEqualTo("?//x");
    assertThat(nameOf("nothing")).isEqualTo("?/nothing");
    assertThat(nameOf("a.B/" + "x".repeat(5000))).hasSize(257).endsWith("x?");
    assertThat(nameOf("x".repeat(5000) + "/y")).startsWith("?/x").hasSize(259);
  }

  @Test
  void haveAServiceSoThatNobodyMeetsNull() {
    for (String name : List.of("", "/", "a", "/a", "a/b", "x".repeat(300) + "/y")) {
      MethodDescriptor<?, ?> method = lookUp(name);
      assertThat(method.getServiceName()).as(name).isNotNull();
      assertThat(method.getBareMethodName()).as(name).isNotNull();
    }
  }

  @Test
  void areToldFromThoseThatExist() {
    assertThat(UnregisteredMethods.includes(TestService.method(MethodType.UNARY))).isFalse();
    assertThat(UnregisteredMethods.includes(lookUp("a.B/C"))).isTrue();
  }

  private static String nameOf(String asked) {
    return lookUp(asked).getFullMethodName();
  }

  private static MethodDescriptor<?, ?> lookUp(String asked) {
    return UnregisteredMethods.create().lookupMethod(asked, null).getMethodDescriptor();
  }
}
