package dev.grapnel.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ExceptionMapperTest {

  @Test
  void firstRuleThatFitsWins() {
    ExceptionMapper narrowFirst =
        ExceptionMapper.builder()
            .map(FileNotFoundException.class, Status.Code.NOT_FOUND, "no file")
            .map(IOException.class, Status.Code.UNAVAILABLE, "offline")
            .build();
    ExceptionMapper wideFirst =
        ExceptionMapper.builder()
            .map(IOException.class, Status.Code.UNAVAILABLE, "offline")
            .map(FileNotFoundException.class, Status.Code.NOT_FOUND, "no file")
            .build();

    assertThat(code(narrowFirst, new FileNotFoundException())).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(code(narrowFirst, new IOException())).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(code(wideFirst, new FileNotFoundException())).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void ruleSeesThroughTheWrappersOfFutures() {
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(
                IOException.class,
                failure -> RpcException.of(Status.Code.UNAVAILABLE, failure.getMessage()))
            .build();

    assertThat(
            mapper.find(
                new CompletionException(new ExecutionException(new IOException("offline")))))
        .hasValueSatisfying(found -> assertThat(found.description()).isEqualTo("offline"));
  }

  @Test
  void chosenStatusIsStrongerThanAnyRule() {
    ExceptionMapper mapper =
        ExceptionMapper.builder().map(Throwable.class, Status.Code.DATA_LOSS, "caught").build();

    assertThat(code(mapper, RpcException.of(Status.Code.NOT_FOUND, "gone")))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(code(mapper, new AssertionError("even an error"))).isEqualTo(Status.Code.DATA_LOSS);
  }

  @Test
  void statusOfAPlainExceptionStandsUnlessARuleNamesIt() {
    ExceptionMapper hiding =
        ExceptionMapper.builder()
            .map(StatusRuntimeException.class, Status.Code.UNAVAILABLE, "a server is away")
            .build();

    assertThat(code(hiding, Status.ABORTED.asRuntimeException()))
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(code(hiding, Status.ABORTED.asException())).isEqualTo(Status.Code.ABORTED);
    assertThat(code(ExceptionMapper.defaults(), Status.ABORTED.asRuntimeException()))
        .isEqualTo(Status.Code.ABORTED);
  }

  @Test
  void asksTheRulesOfAnotherMapperAfterItsOwn() {
    ExceptionMapper first =
        ExceptionMapper.builder().map(IOException.class, Status.Code.NOT_FOUND, "first").build();
    ExceptionMapper second =
        ExceptionMapper.builder().map(Exception.class, Status.Code.DATA_LOSS, "second").build();

    assertThat(code(first.orElse(second), new IOException("x"))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(code(first.orElse(second), new Exception("x"))).isEqualTo(Status.Code.DATA_LOSS);
  }

  @Test
  void defaultsMapNothing() {
    assertThat(ExceptionMapper.defaults().find(new IOException("offline"))).isEmpty();
    assertThat(ExceptionMapper.defaults().find(new IllegalArgumentException("bad"))).isEmpty();
  }

  @Test
  void builderGoesOnWithoutChangingWhatItBuilt() {
    ExceptionMapper.Builder builder = ExceptionMapper.builder();
    ExceptionMapper before = builder.build();
    builder.map(IOException.class, Status.Code.UNAVAILABLE, "offline");

    assertThat(before.find(new IOException("x"))).isEmpty();
    assertThat(builder.build().find(new IOException("x"))).isPresent();
  }

  private static Status.Code code(ExceptionMapper mapper, Throwable failure) {
    return mapper.find(failure).orElseThrow().code();
  }
}
