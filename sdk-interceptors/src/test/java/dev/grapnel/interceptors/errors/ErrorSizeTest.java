package dev.grapnel.interceptors.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.DebugInfo;
import com.google.rpc.ErrorInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Over a real port: there metadata has a size. */
class ErrorSizeTest {

  private static final Metadata.Key<String> OTHER =
      Metadata.Key.of("other", Metadata.ASCII_STRING_MARSHALLER);

  private static final AtomicReference<RuntimeException> FAILURE = new AtomicReference<>();
  private static GRPCTestClient client;

  @BeforeContainer
  static void start() {
    client =
        GRPCTestClient.builder()
            .addService(new FailingService(FAILURE::get))
            .addInterceptor(ErrorInterceptor.create())
            .transport(Transport.LOOPBACK)
            .build()
            .start();
  }

  @AfterContainer
  static void stop() {
    client.close();
  }

  @Property(tries = 150)
  void keepsCodeAndTextHoweverManyDetailsThereAre(
      @ForAll @Size(max = 6) List<@IntRange(max = 4000) Integer> sizes,
      @ForAll @IntRange(max = 3000) int textSize,
      @ForAll @IntRange(max = 1500) int otherSize) {
    String text = "ä".repeat(textSize / 10) + "t".repeat(textSize - textSize / 10);
    List<Message> own =
        IntStream.range(0, sizes.size())
            .<Message>mapToObj(
                i -> DebugInfo.newBuilder().setDetail(i + "d".repeat(sizes.get(i))).build())
            .toList();
    RpcException failing =
        RpcException.of(Status.Code.NOT_FOUND, text, own.toArray(Message[]::new));
    Metadata trailers = new Metadata();
    if (failing.getTrailers() != null) {
      trailers.merge(failing.getTrailers());
    }
    trailers.put(OTHER, "o".repeat(otherSize));
    FAILURE.set(failing.getStatus().asRuntimeException(trailers));

    RpcException failure = AllKinds.UNARY.failure(client.channel());

    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.description()).isEqualTo(text.substring(0, Math.min(textSize, 1024)));
    assertThat(failure.getTrailers().get(OTHER)).hasSize(otherSize);
    List<Any> details = failure.details().all();
    List<Any> kept = details.stream().filter(detail -> detail.is(DebugInfo.class)).toList();
    assertThat(kept)
        .isEqualTo(details.subList(0, kept.size()))
        .isEqualTo(own.stream().limit(kept.size()).map(Any::pack).toList());
    if (sizes.stream().mapToInt(Integer::intValue).sum() + 2 * textSize + otherSize < 3000) {
      assertThat(kept).hasSameSizeAs(own);
      assertThat(details).anyMatch(detail -> detail.is(ErrorInfo.class));
    }
    if (kept.size() < own.size()) {
      assertThat(details).hasSameSizeAs(kept);
    }
  }
}
