package dev.grapnel.protogen.service.api;

import dev.grapnel.protogen.annotation.ClientStreaming;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.annotation.Rpc;
import dev.grapnel.protogen.annotation.ServerStreaming;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** Has a method of each shape that is a call. */
public interface UserApi extends Finder<User>, java.io.Closeable {

  @Override
  User get(GetRequest request);

  CompletableFuture<User> createAsync(String name, Metadata headers, int age, Deadline deadline);

  @Rpc(idempotency = Rpc.Idempotency.IDEMPOTENT)
  void delete(long id);

  @Rpc(name = "FindByRole")
  List<User> find(Role role);

  Optional<BigDecimal> balance();

  Map<String, List<User>> byTeam();

  List<Role> roles();

  @ProtoField(name = "total")
  long count();

  Stream<User> watch(String team);

  @ServerStreaming
  Iterable<User> all();

  Iterable<String> names();

  void tail(String team, StreamObserver<User> responses);

  Totals load(Iterator<User> users);

  @ClientStreaming
  StreamObserver<User> store(StreamObserver<StoreResponse> response);

  StreamObserver<String> chat(StreamObserver<User> responses);

  Flow.Publisher<User> translate(Flow.Publisher<? extends User> users);

  @ProtoIgnore
  void closeQuietly();

  static String version() {
    return "1";
  }

  enum Role {
    ADMIN
  }

  record Totals(int users) {}
}
