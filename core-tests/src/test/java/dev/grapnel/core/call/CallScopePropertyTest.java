package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/** Whatever a handler and its client do, in whatever order: one close, one status, no escape. */
class CallScopePropertyTest {

  enum Deed {
    NEXT,
    ERROR,
    COMPLETE,
    THROW
  }

  /** One deed of the handler. */
  record Action(Deed deed, boolean elsewhere) {}

  enum Move {
    SEND,
    HALF_CLOSE,
    CANCEL
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void callEndsOnceInProcess(
      @ForAll("kinds") MethodType kind,
      @ForAll("actions") @Size(max = 8) List<Action> actions,
      @ForAll @Size(max = 6) List<Move> moves) {
    run(Transport.IN_PROCESS, kind, actions, moves);
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void callEndsOnceOverNetty(
      @ForAll("kinds") MethodType kind,
      @ForAll("actions") @Size(max = 8) List<Action> actions,
      @ForAll @Size(max = 6) List<Move> moves) {
    run(Transport.LOOPBACK, kind, actions, moves);
  }

  @Provide
  Arbitrary<MethodType> kinds() {
    return Arbitraries.of(TestService.KINDS);
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    return Combinators.combine(Arbitraries.of(Deed.class), Arbitraries.of(true, false))
        .as(Action::new)
        .list();
  }

  private static void run(
      Transport transport, MethodType kind, List<Action> actions, List<Move> moves) {
    Script script = new Script(actions);
    try (TestServer server = TestServer.start(transport, TestService.of(script))) {
      ClientSide client = server.begin(kind, new Metadata(), CallOptions.DEFAULT);
      play(client, moves);
      if (reachesTheHandler(kind, moves)) {
        script.awaitEnd();
      }
      // By now the script may have ended the call; if not, this does.
      client.cancel();
      client.awaitStatus();
      server.watch().awaitQuiet();
      script.awaitOthers();

      assertThat(server.watch().closes()).hasSizeLessThanOrEqualTo(1);
      assertThat(server.watch().escaped()).isEmpty();
      assertThat(client.statuses()).isOne();
    }
  }

  /** A call that is cancelled at once, or sends too much or nothing, may never get there. */
  private static boolean reachesTheHandler(MethodType kind, List<Move> moves) {
    List<Move> heard = moves.stream().takeWhile(move -> move == Move.SEND).toList();
    boolean cancelled = heard.size() < moves.size() && moves.get(heard.size()) == Move.CANCEL;
    return !cancelled && (heard.size() == 1 || (heard.size() > 1 && !kind.clientSendsOneMessage()));
  }

  private static void play(ClientSide client, List<Move> moves) {
    boolean open = true;
    for (Move move : moves) {
      if (!open) {
        return;
      }
      switch (move) {
        case SEND -> client.send("go");
        case HALF_CLOSE -> client.halfClose();
        case CANCEL -> client.cancel();
      }
      open = move == Move.SEND;
    }
    if (open) {
      client.halfClose();
    }
  }

  /** Does all it has to do with the first message it gets. */
  private static final class Script implements TestService.Behaviour {

    private final Iterator<Action> left;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> others =
        new ConcurrentLinkedQueue<>();

    Script(List<Action> actions) {
      this.left = actions.iterator();
    }

    @Override
    public void answer(StringValue request, StreamObserver<StringValue> responses) {
      try {
        left.forEachRemaining(action -> begin(action, responses));
      } finally {
        ended.complete(null);
      }
    }

    private void begin(Action action, StreamObserver<StringValue> responses) {
      if (action.elsewhere()) {
        Executor otherThread = CallContext.propagating(task -> new Thread(task).start());
        others.add(CompletableFuture.runAsync(() -> act(action, responses), otherThread));
      } else {
        act(action, responses);
      }
    }

    void awaitEnd() {
      ended.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** What a handler's own thread throws is the handler's affair: observers refuse late calls. */
    void awaitOthers() {
      for (CompletableFuture<Void> other : others) {
        try {
          other.join();
        } catch (CompletionException refused) {
          assertThat(refused).hasCauseInstanceOf(RuntimeException.class);
        }
      }
    }

    private static void act(Action action, StreamObserver<StringValue> responses) {
      switch (action.deed()) {
        case NEXT -> responses.onNext(StringValue.of("next"));
        case ERROR -> responses.onError(new IllegalStateException("secret"));
        case COMPLETE -> responses.onCompleted();
        case THROW -> throw new IllegalArgumentException("secret");
      }
    }
  }
}
