package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.GrpcAssertions.*;
import static org.assertj.core.api.Assertions.*;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.user.User;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That this compiles is the test: each call has one meaning with both imports. */
class StaticImportsTest {

  @Test
  void assertionsOfBothKindsStandSideBySide() {
    StatusRuntimeException unchecked = Status.ABORTED.asRuntimeException();
    StatusException checked = Status.ABORTED.asException();
    RpcException ours = RpcException.of(Status.Code.ABORTED, "no");
    Throwable any = ours;

    RpcFailureAssert failure = assertThat(unchecked).hasCode(Status.Code.ABORTED);
    failure.isInstanceOf(StatusRuntimeException.class).hasMessage("ABORTED").hasNoCause();
    assertThat(checked).hasCode(Status.Code.ABORTED).isSameAs(checked);
    assertThat(ours).hasCode(Status.Code.ABORTED).hasNoDetails();
    assertThat(any).hasMessage("ABORTED: no");
    assertThat(Status.OK).isOk().isSameAs(Status.OK).extracting(Status::getCode).isNotNull();
    assertThat(new Metadata()).isNotNull();
    assertThat(StreamRecorder.<User>create()).startsWith();

    assertThat(Users.ANA).isNotEqualTo(Users.BO);
    assertThat("a").startsWith("a");
    assertThat(1).isPositive();
    assertThat(true).isTrue();
    assertThat(Status.Code.OK).isNotNull();
    assertThat(List.of(1)).hasSize(1);
    assertThat(List.of(1).iterator()).hasNext();
    assertThat(Map.of()).isEmpty();
    assertThat(Optional.empty()).isEmpty();
    assertThatThrownBy(
            () -> {
              throw unchecked;
            })
        .isSameAs(unchecked);
  }
}
