package dev.grapnel.testing.traffic;

import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUsersBatchMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getListUsersMethod;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.Messages;
import dev.grapnel.testing.fake.Wire;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserCount;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReplayPropertyTest {

  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("b-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** A request, and what is answered before the next one. */
  record Round(String request, List<String> answers) {}

  /** A call as it is made and answered; what is answered after the half-close is last. */
  record Plan(
      Kind kind, List<Round> rounds, List<String> last, Status status, ByteString trailer) {}

  enum Kind {
    UNARY,
    SERVER,
    CLIENT,
    BIDI
  }

  @Property(tries = 150)
  void aRecordingAnswersAsTheServiceDid(@ForAll("calls") List<Plan> plans) throws IOException {
    TrafficRecorder recorder = TrafficRecorder.create();
    List<String> first;
    try (var connection = Wire.IN_PROCESS.start(original(plans), recorder)) {
      first = plans.stream().map(plan -> call(connection.channel(), plan)).toList();
    }
    Path folder = Files.createTempDirectory("replay");
    Path file = folder.resolve("recording.json");
    recorder.recording().write(file);
    FakeService replayed = Recording.read(file).replay(UserServiceGrpc.getServiceDescriptor());
    Files.delete(file);
    Files.delete(folder);

    try (var connection = Wire.IN_PROCESS.start(replayed)) {
      assertThat(plans.stream().map(plan -> call(connection.channel(), plan)).toList())
          .isEqualTo(first);
    }
    replayed.verify();
  }

  @Provide
  Arbitrary<List<Plan>> calls() {
    Arbitrary<String> texts =
        Arbitraries.strings().withChars("ab\"\\<ж\n\u0001\u20ac").ofMaxLength(4);
    Arbitrary<List<String>> answers = texts.list().ofMaxSize(3);
    Arbitrary<Round> round = Combinators.combine(texts, answers).as(Round::new);
    Arbitrary<Status> statuses =
        Combinators.combine(Arbitraries.of(Status.Code.values()), texts.injectNull(0.3))
            .as((code, text) -> code.toStatus().withDescription(text));
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            round.list().ofMinSize(1).ofMaxSize(3),
            answers,
            statuses,
            Arbitraries.bytes().array(byte[].class).ofMaxSize(3).map(ByteString::copyFrom))
        .as(ReplayPropertyTest::valid)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  /** Leaves out what the kind does not have. */
  private static Plan valid(
      Kind kind, List<Round> rounds, List<String> last, Status status, ByteString trailer) {
    boolean oneRequest = kind == Kind.UNARY || kind == Kind.SERVER;
    boolean oneAnswer = kind == Kind.UNARY || kind == Kind.CLIENT;
    List<Round> silent = rounds.stream().map(r -> new Round(r.request(), List.of())).toList();
    return new Plan(
        kind,
        kind == Kind.BIDI ? rounds : oneRequest ? silent.subList(0, 1) : silent,
        !oneAnswer ? last : status.isOk() ? List.of("1") : List.of(),
        // A description of OK does not travel.
        status.isOk() ? Status.OK : status,
        trailer);
  }

  private static FakeService original(List<Plan> plans) {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    AtomicInteger next = new AtomicInteger();
    answer(users, getGetUserMethod(), ReplayPropertyTest::user, plans, next);
    answer(users, getListUsersMethod(), ReplayPropertyTest::user, plans, next);
    answer(users, getCreateUsersBatchMethod(), ReplayPropertyTest::count, plans, next);
    answer(users, getChatMethod(), ReplayPropertyTest::chat, plans, next);
    return users;
  }

  private static <ReqT, RespT> void answer(
      FakeService users,
      MethodDescriptor<ReqT, RespT> method,
      Function<String, RespT> response,
      List<Plan> plans,
      AtomicInteger next) {
    users
        .when(method)
        .thenHandle(
            (call, headers) -> new Answering<>(call, response, plans.get(next.getAndIncrement())));
  }

  private static final class Answering<ReqT, RespT> extends ServerCall.Listener<ReqT> {

    private final ServerCall<ReqT, RespT> call;
    private final Function<String, RespT> response;
    private final Plan plan;
    private boolean headersSent;
    private int round;

    Answering(ServerCall<ReqT, RespT> call, Function<String, RespT> response, Plan plan) {
      this.call = call;
      this.response = response;
      this.plan = plan;
      call.request(10);
    }

    @Override
    public void onMessage(ReqT message) {
      send(plan.rounds().get(round++).answers());
    }

    @Override
    public void onHalfClose() {
      send(plan.last());
      Metadata trailers = new Metadata();
      trailers.put(BINARY, plan.trailer().toByteArray());
      call.close(plan.status(), trailers);
    }

    private void send(List<String> answers) {
      for (String answer : answers) {
        if (!headersSent) {
          headersSent = true;
          call.sendHeaders(Messages.metadata("kind", plan.kind().name()));
        }
        call.sendMessage(response.apply(answer));
      }
    }
  }

  private static String call(Channel channel, Plan plan) {
    return switch (plan.kind()) {
      case UNARY ->
          call(
              channel,
              getGetUserMethod(),
              plan,
              t -> GetUserRequest.newBuilder().setId(t.length()).build());
      case SERVER ->
          call(
              channel,
              getListUsersMethod(),
              plan,
              t -> ListUsersRequest.newBuilder().setLimit(t.length()).build());
      case CLIENT ->
          call(
              channel,
              getCreateUsersBatchMethod(),
              plan,
              t -> CreateUserRequest.newBuilder().setName(t).build());
      case BIDI -> call(channel, getChatMethod(), plan, ReplayPropertyTest::chat);
    };
  }

  /** Makes the call message by message, and tells everything that came. */
  private static <ReqT, RespT> String call(
      Channel channel,
      MethodDescriptor<ReqT, RespT> method,
      Plan plan,
      Function<String, ReqT> request) {
    Messages.Received<RespT> received = new Messages.Received<>();
    HeadersSeen seen = new HeadersSeen();
    StreamObserver<ReqT> requests =
        ClientCalls.asyncBidiStreamingCall(
            ClientInterceptors.intercept(channel, seen).newCall(method, CallOptions.DEFAULT),
            received);
    List<RespT> messages = new ArrayList<>();
    for (Round round : plan.rounds()) {
      requests.onNext(request.apply(round.request()));
      round.answers().forEach(answer -> messages.add(received.next()));
    }
    requests.onCompleted();
    messages.addAll(received.all());
    Status status = received.status();
    return "%s %s %s %s".formatted(messages, status.getCode(), status.getDescription(), seen);
  }

  private static User user(String text) {
    return User.newBuilder().setName(text).build();
  }

  private static UserCount count(String number) {
    return UserCount.newBuilder().setCount(Integer.parseInt(number)).build();
  }

  private static ChatMessage chat(String text) {
    return ChatMessage.newBuilder().setText(text).build();
  }
}
