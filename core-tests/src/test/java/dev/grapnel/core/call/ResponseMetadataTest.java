package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.StringValue;
import dev.grapnel.testing.Transport;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResponseMetadataTest {

  private static final Metadata.Key<String> TENANT =
      Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("x-trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

  @ParameterizedTest
  @EnumSource
  void comesWithTheHeadersAndNotAgainWithTheTrailers(Transport transport) {
    TestService.Behaviour behaviour =
        (request, responses) -> {
          CallContext.current().responseMetadata("x-tenant", "one");
          CallContext.current().responseMetadata(BINARY, new byte[] {1, 0, -1});
          responses.onNext(StringValue.of("answer"));
          responses.onCompleted();
        };
    for (MethodType kind : TestService.KINDS) {
      try (TestServer server = TestServer.start(transport, TestService.of(behaviour))) {
        ClientSide client = server.call(kind);

        assertThat(client.awaitHeaders().getAll(TENANT)).containsExactly("one");
        assertThat(client.awaitHeaders().get(BINARY)).containsExactly(1, 0, -1);
        assertThat(client.awaitTrailers().containsKey(TENANT)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesWithTheTrailersOfACallThatFailsFirst(Transport transport) {
    TestService.Behaviour throwing =
        (request, responses) -> {
          CallContext.current().responseMetadata("x-tenant", "one");
          throw new IllegalStateException("secret");
        };
    TestService.Behaviour reporting =
        (request, responses) -> {
          CallContext.current().responseMetadata("x-tenant", "one");
          responses.onError(Status.NOT_FOUND.asRuntimeException());
        };
    for (TestService.Behaviour behaviour : new TestService.Behaviour[] {throwing, reporting}) {
      try (TestServer server = TestServer.start(transport, TestService.of(behaviour))) {
        assertThat(server.call(MethodType.UNARY).awaitTrailers().getAll(TENANT))
            .containsExactly("one");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedOnceTheHeadersAreSent(Transport transport) {
    AtomicReference<AssertionError> wrong = new AtomicReference<>();
    TestService.Behaviour behaviour =
        (request, responses) -> {
          responses.onNext(StringValue.of("answer"));
          try {
            assertThatIllegalStateException()
                .isThrownBy(() -> CallContext.current().responseMetadata("x-tenant", "late"))
                .withMessageContaining("response metadata x-tenant comes too late");
          } catch (AssertionError e) {
            wrong.set(e);
          }
          responses.onCompleted();
        };
    try (TestServer server = TestServer.start(transport, TestService.of(behaviour))) {
      assertThat(server.call(MethodType.UNARY).awaitStatus().isOk()).isTrue();
    }
    assertThat(wrong).hasNullValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nset-cookie: x", "gr\u00fc\u00df", "\u0000", "\u007f"})
  void isRefusedWhenItIsNotPrintable(String value) {
    TestService.Behaviour behaviour =
        (request, responses) -> {
          try {
            CallContext.current().responseMetadata("x-tenant", value);
          } catch (IllegalArgumentException e) {
            responses.onNext(StringValue.of(String.valueOf(e.getMessage())));
          }
          responses.onCompleted();
        };
    try (TestServer server = TestServer.start(Transport.IN_PROCESS, TestService.of(behaviour))) {
      ClientSide client = server.call(MethodType.UNARY);
      assertThat(client.awaitStatus().isOk()).isTrue();
      assertThat(client.awaitHeaders().containsKey(TENANT)).isFalse();
    }
  }
}
