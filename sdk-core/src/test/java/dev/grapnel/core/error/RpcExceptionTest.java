package dev.grapnel.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RpcExceptionTest {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  @Test
  void refusesOk() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RpcException.of(Status.Code.OK, "fine"))
        .withMessageContaining("OK is no failure");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void keepsCodeTextAndDetails(Status.Code code) {
    ErrorInfo info = ErrorInfo.newBuilder().setReason("OUT_OF_STOCK").build();
    RpcException failure = RpcException.of(code, "text", info, Any.pack(StringValue.of("own")));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.description()).isEqualTo("text");
    assertThat(failure.details().errorInfo()).contains(info);
    assertThat(failure.details().find(StringValue.class)).contains(StringValue.of("own"));
    assertThat(failure.details().all()).hasSize(2);
  }

  @Test
  void hasNoTrailersWithoutDetails() {
    RpcException failure = RpcException.of(Status.Code.ABORTED, "text");

    assertThat(failure.getTrailers()).isNull();
    assertThat(failure.details().all()).isEmpty();
  }

  @Test
  void fromReturnsOneOfOursItself() {
    RpcException ours = RpcException.of(Status.Code.ABORTED, "text");

    assertThat(RpcException.from(ours)).isSameAs(ours);
    assertThat(RpcException.from(new CompletionException(new ExecutionException(ours))))
        .isSameAs(ours);
  }

  @Test
  void fromKeepsStatusTrailersAndCause() {
    Metadata trailers = new Metadata();
    StatusRuntimeException plain =
        Status.NOT_FOUND.withDescription("gone").asRuntimeException(trailers);

    RpcException read = RpcException.from(new ExecutionException(plain));

    assertThat(read.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(read.description()).isEqualTo("gone");
    assertThat(read.getTrailers()).isSameAs(trailers);
    assertThat(read).hasRootCause(plain);
    assertThat(RpcException.from(plain)).hasCause(plain);
  }

  @Test
  void fromFindsAStatusAnywhereAmongTheCauses() {
    StatusRuntimeException deep = Status.UNAVAILABLE.asRuntimeException();

    assertThat(RpcException.from(new IllegalStateException(new IOException(deep))).code())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void fromIsUnknownWithoutAStatus() {
    IOException plain = new IOException("no route");
    RpcException read = RpcException.from(plain);

    assertThat(read.code()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(read.description()).isEmpty();
    assertThat(read).hasCause(plain);
  }

  @Test
  void findSeesStatusesThatWereChosenAndNoOthers() {
    assertThat(RpcException.find(Status.ABORTED.asException())).isPresent();
    assertThat(RpcException.find(Status.ABORTED.asRuntimeException())).isPresent();
    assertThat(RpcException.find(new CompletionException(Status.ABORTED.asException())))
        .isPresent();
    assertThat(RpcException.find(new IOException(Status.ABORTED.asException()))).isEmpty();
    assertThat(RpcException.find(new CompletionException("text", null))).isEmpty();
  }

  @Test
  void damagedDetailsAreNone() {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, new byte[] {-1, -1, -1, 7});

    assertThat(RpcException.from(Status.ABORTED.asRuntimeException(trailers)).details().all())
        .isEmpty();
  }

  @Test
  void detailsOfAnotherStatusCodeAreNone() {
    com.google.rpc.Status rich =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.NOT_FOUND.value())
            .addDetails(Any.pack(ErrorInfo.getDefaultInstance()))
            .build();
    Metadata trailers = StatusProto.toStatusRuntimeException(rich).getTrailers();

    assertThat(RpcException.from(Status.ABORTED.asRuntimeException(trailers)).details().all())
        .isEmpty();
  }

  @Test
  void damagedDetailOfAKnownTypeIsNotFound() {
    Any damaged =
        Any.pack(ErrorInfo.getDefaultInstance()).toBuilder()
            .setValue(com.google.protobuf.ByteString.copyFrom(new byte[] {-1, -1}))
            .build();

    assertThat(RpcException.of(Status.Code.ABORTED, "text", damaged).details().errorInfo())
        .isEmpty();
  }
}
