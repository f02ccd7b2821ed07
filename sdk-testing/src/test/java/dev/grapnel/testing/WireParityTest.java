package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static dev.grapnel.testing.UserCalls.chat;
import static dev.grapnel.testing.UserCalls.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.mymodel.MyModelControllerGrpc;
import dev.grapnel.testing.mymodel.MyModelListRequest;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The same call over memory and over Netty ends in the same way. */
class WireParityTest {

  private interface Scenario {

    Outcome on(GRPCTestClient client) throws Exception;
  }

  private static final MethodDescriptor<GetUserRequest, User> GET_USER =
      UserServiceGrpc.getGetUserMethod();

  @Test
  void requestOverTheServersLimit() throws Exception {
    Outcome unary =
        same(
            () -> users().maxInboundMessageSize(100),
            c -> Outcome.of(c.channel(), UserServiceGrpc.getCreateUserMethod(), large()));

    assertThat(unary.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(unary.description()).isEqualTo("gRPC message exceeds maximum size 100: 203");
    same(
        () -> users().maxInboundMessageSize(100),
        c ->
            Outcome.of(
                c.channel(), UserServiceGrpc.getCreateUsersBatchMethod(), named("a"), large()));
    same(
        () -> users().maxInboundMessageSize(100),
        c -> Outcome.of(c.channel(), UserServiceGrpc.getChatMethod(), chat("x".repeat(200))));
  }

  @Test
  void messagesOfJustTheLimit() throws Exception {
    Outcome outcome =
        same(
            () -> users().maxInboundMessageSize(203),
            c -> Outcome.of(c.channel(), UserServiceGrpc.getChatMethod(), chat("x".repeat(200))));

    assertThat(outcome.code()).isEqualTo(Status.Code.OK);
    assertThat(outcome.messages()).containsExactly(chat("X".repeat(200)));
  }

  @Test
  void responseOverTheClientsLimit() throws Exception {
    Outcome outcome =
        same(
            () -> users().addService(models()).maxInboundMessageSize(100),
            c ->
                Outcome.of(
                    c.channel(),
                    MyModelControllerGrpc.getListMethod(),
                    MyModelListRequest.getDefaultInstance()));

    assertThat(outcome.code()).isEqualTo(Status.Code.OK);
    outcome =
        same(
            () -> users().addService(models()).maxInboundMessageSize(5),
            c ->
                Outcome.of(
                    c.channel(),
                    MyModelControllerGrpc.getListMethod(),
                    MyModelListRequest.getDefaultInstance()));
    assertThat(outcome.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(outcome.description()).startsWith("gRPC message exceeds maximum size 5: ");
  }

  @Test
  void limitsOfStubs() throws Exception {
    CallOptions in = CallOptions.DEFAULT.withMaxInboundMessageSize(100);
    CallOptions out = CallOptions.DEFAULT.withMaxOutboundMessageSize(100);
    assertThat(same(WireParityTest::users, c -> create(c, in)).description())
        .isEqualTo("gRPC message exceeds maximum size 100: 205");

    Outcome tooLarge =
        same(
            WireParityTest::users,
            c -> {
              connect(c);
              return create(c, out);
            });
    assertThat(tooLarge.code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(tooLarge.description()).isEqualTo("Failed to stream message");
    // A stub may allow more than its channel, and then the server's limit is all there is.
    CallOptions more = CallOptions.DEFAULT.withMaxInboundMessageSize(1000);
    Outcome allowed = same(() -> users().maxInboundMessageSize(204), c -> create(c, more));
    assertThat(allowed.code()).isEqualTo(Status.Code.OK);
  }

  @Test
  void requestThatCannotBeSerialized() throws Exception {
    Marshaller<GetUserRequest> throwing =
        marshaller(
            request -> {
              throw new IllegalStateException("not serializable");
            });
    Outcome outcome = same(WireParityTest::users, c -> getUser(c, throwing));

    assertThat(outcome.code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(outcome.description()).isEqualTo("Failed to stream message");
  }

  @Test
  void requestThatDoesNotParse() throws Exception {
    Outcome outcome = same(WireParityTest::users, c -> getUser(c, garbage()));

    assertThat(outcome.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(outcome.description()).startsWith("the request is not a valid ");
  }

  @Test
  void responseThatDoesNotParse() throws Exception {
    Outcome outcome =
        same(() -> answering(garbage()), c -> Outcome.of(c.channel(), GET_USER, USER_123));

    assertThat(outcome.code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(outcome.description()).isEqualTo("Failed to read message.");
  }

  @Test
  void responseThatCannotBeSerialized() throws Exception {
    Marshaller<User> throwing =
        marshaller(
            user -> {
              throw new IllegalStateException("not serializable");
            });

    Map<Transport, Outcome> outcomes =
        onBoth(() -> answering(throwing), c -> Outcome.of(c.channel(), GET_USER, USER_123));

    // The descriptions are those of a reset stream here and there.
    assertThat(outcomes.values()).extracting(Outcome::code).containsOnly(Status.Code.CANCELLED);
  }

  @Test
  void unknownMethods() throws Exception {
    Outcome outcome =
        same(
            WireParityTest::users,
            c ->
                Outcome.of(
                    c.channel(),
                    MyModelControllerGrpc.getListMethod(),
                    MyModelListRequest.getDefaultInstance()));

    assertThat(outcome.code()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(outcome.description())
        .isEqualTo("this server has no method mymodel.MyModelController/List");
  }

  @Test
  void callsThatAreNoUnaryCall() throws Exception {
    Outcome none = same(WireParityTest::users, c -> Outcome.of(c.channel(), GET_USER));

    assertThat(none.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(none.description()).isEqualTo("the call has no request");
  }

  @Test
  void exceptionsOfHandlers() throws Exception {
    Outcome notFound =
        same(
            WireParityTest::users,
            c -> Outcome.of(c.channel(), GET_USER, GetUserRequest.newBuilder().setId(7).build()));

    assertThat(notFound.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(notFound.description()).isEqualTo("no user 7");
    Map<Transport, Outcome> unexpected =
        onBoth(
            () -> failing(new IllegalStateException("secret")),
            c -> Outcome.of(c.channel(), GET_USER, USER_123));
    assertThat(unexpected.values())
        .allSatisfy(
            outcome -> {
              assertThat(outcome.code()).isEqualTo(Status.Code.INTERNAL);
              assertThat(outcome.description()).doesNotContain("secret");
            });
  }

  @Test
  void trailersAndDetailsOfFailures() throws Exception {
    Metadata.Key<String> key = Metadata.Key.of("hint", Metadata.ASCII_STRING_MARSHALLER);
    Metadata trailers = new Metadata();
    trailers.put(key, "try later");
    ErrorInfo info = ErrorInfo.newBuilder().setReason("FULL").setDomain("users").build();
    RpcException failure = RpcException.of(Status.Code.RESOURCE_EXHAUSTED, "full", info);

    Map<Transport, Outcome> outcomes =
        onBoth(
            () -> failing(Status.ABORTED.withDescription("no").asRuntimeException(trailers)),
            c -> Outcome.of(c.channel(), GET_USER, USER_123));
    assertThat(outcomes.values())
        .allSatisfy(outcome -> assertThat(outcome.trailers().get(key)).isEqualTo("try later"));

    outcomes = onBoth(() -> failing(failure), c -> Outcome.of(c.channel(), GET_USER, USER_123));
    assertThat(outcomes.values())
        .allSatisfy(
            outcome ->
                assertThat(
                        RpcException.from(
                                Status.RESOURCE_EXHAUSTED.asRuntimeException(outcome.trailers()))
                            .details()
                            .errorInfo())
                    .contains(info));
  }

  @Test
  void deadlines() throws Exception {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(50, java.util.concurrent.TimeUnit.MILLISECONDS);
    Map<Transport, Outcome> outcomes =
        onBoth(
            () -> GRPCTestClient.builder().addService(new UserCalls.Silent()),
            c -> Outcome.of(c.channel(), GET_USER, options, new Metadata(), USER_123));

    assertThat(outcomes.values())
        .extracting(Outcome::code)
        .containsOnly(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void messagesThatCameBeforeAFailure() throws Exception {
    Outcome outcome =
        same(
            () ->
                GRPCTestClient.builder()
                    .addService(
                        new UserServiceGrpc.UserServiceImplBase() {
                          @Override
                          public void listUsers(
                              ListUsersRequest request, StreamObserver<User> responses) {
                            responses.onNext(User.getDefaultInstance());
                            throw RpcException.of(Status.Code.DATA_LOSS, "the rest is lost");
                          }
                        }),
            c ->
                Outcome.of(
                    c.channel(),
                    UserServiceGrpc.getListUsersMethod(),
                    ListUsersRequest.getDefaultInstance()));

    assertThat(outcome.messages()).containsExactly(User.getDefaultInstance());
    assertThat(outcome.description()).isEqualTo("the rest is lost");
  }

  private static Outcome same(Supplier<GRPCTestClientBuilder> builder, Scenario scenario)
      throws Exception {
    Map<Transport, Outcome> outcomes = onBoth(builder, scenario);
    Outcome inProcess = outcomes.get(Transport.IN_PROCESS);
    assertThat(inProcess.essence())
        .as("in process, and on loopback")
        .isEqualTo(outcomes.get(Transport.LOOPBACK).essence());
    return inProcess;
  }

  private static Map<Transport, Outcome> onBoth(
      Supplier<GRPCTestClientBuilder> builder, Scenario scenario) throws Exception {
    Map<Transport, Outcome> outcomes = new EnumMap<>(Transport.class);
    for (Transport transport : Transport.values()) {
      try (var client = builder.get().transport(transport).build().start()) {
        outcomes.put(transport, scenario.on(client));
      }
    }
    return outcomes;
  }

  private static GRPCTestClientBuilder users() {
    return GRPCTestClient.builder().addService(new UserService());
  }

  private static ServerServiceDefinition models() {
    return ServerServiceDefinition.builder("mymodel.MyModelController")
        .addMethod(
            MyModelControllerGrpc.getListMethod(),
            ServerCalls.asyncUnaryCall(
                (request, responses) -> {
                  var model =
                      dev.grapnel.testing.mymodel.MyModelResponse.newBuilder().setName("first");
                  responses.onNext(
                      dev.grapnel.testing.mymodel.MyModelListResponse.newBuilder()
                          .addResults(model)
                          .build());
                  responses.onCompleted();
                }))
        .build();
  }

  private static GRPCTestClientBuilder failing(RuntimeException failure) {
    return GRPCTestClient.builder()
        .addService(
            new UserServiceGrpc.UserServiceImplBase() {
              @Override
              public void getUser(GetUserRequest request, StreamObserver<User> responses) {
                throw failure;
              }
            });
  }

  private static GRPCTestClientBuilder answering(Marshaller<User> marshaller) {
    return GRPCTestClient.builder()
        .addService(
            ServerServiceDefinition.builder("user.UserService")
                .addMethod(
                    GET_USER.toBuilder(GET_USER.getRequestMarshaller(), marshaller).build(),
                    ServerCalls.asyncUnaryCall(
                        (request, responses) -> {
                          responses.onNext(User.getDefaultInstance());
                          responses.onCompleted();
                        }))
                .build());
  }

  private static Outcome create(GRPCTestClient client, CallOptions options) throws Exception {
    return Outcome.of(
        client.channel(), UserServiceGrpc.getCreateUserMethod(), options, new Metadata(), large());
  }

  private static Outcome getUser(GRPCTestClient client, Marshaller<GetUserRequest> marshaller)
      throws Exception {
    connect(client);
    var method = GET_USER.toBuilder(marshaller, GET_USER.getResponseMarshaller()).build();
    return Outcome.of(client.channel(), method, USER_123);
  }

  /** grpc-java loses a call that fails to send its first message while it still connects. */
  private static void connect(GRPCTestClient client) throws Exception {
    Outcome.of(client.channel(), GET_USER, USER_123);
  }

  private static CreateUserRequest large() {
    return named("x".repeat(200));
  }

  private static <T> Marshaller<T> garbage() {
    return marshaller(message -> new ByteArrayInputStream(new byte[] {-1, -1}));
  }

  private static <T> Marshaller<T> marshaller(Function<T, InputStream> stream) {
    return new Marshaller<>() {
      @Override
      public InputStream stream(T value) {
        return stream.apply(value);
      }

      @Override
      public T parse(InputStream bytes) {
        throw new IllegalStateException("not used");
      }
    };
  }
}
