package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.ServerCallHandler;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes the handler of each operation. What does not fit is an IllegalArgumentException. */
final class Handlers<T, ID> {

  private final GenericService<T, ID> service;
  private final ModelSerializer<T> serializer;
  private final ListOptions options;

  Handlers(GenericService<T, ID> service, ModelSerializer<T> serializer, ListOptions options) {
    this.service = service;
    this.serializer = serializer;
    this.options = options;
  }

  /** The service is what the operation needs; a role has one repository(), and so one T and ID. */
  @SuppressWarnings("unchecked")
  ServerCallHandler<Message, Message> handler(Operation operation, Rpc rpc) {
    return switch (operation) {
      case LIST -> list(rpc, (ListService<T, ID>) service);
      case RETRIEVE -> retrieve(rpc, (RetrieveService<T, ID>) service);
      case CREATE -> create(rpc, (CreateService<T, ID>) service);
      case UPDATE -> change(rpc, ((UpdateService<T, ID>) service)::update);
      case PARTIAL_UPDATE -> change(rpc, ((PartialUpdateService<T, ID>) service)::partialUpdate);
      case DESTROY -> destroy(rpc, (DestroyService<T, ID>) service);
      case STREAM -> stream(rpc, (StreamService<T, ID>) service);
    };
  }

  private ServerCallHandler<Message, Message> list(Rpc rpc, ListService<T, ID> lists) {
    ListReader reader = reader(rpc);
    ListWriter<T> writer = new ListWriter<>(serializer, reader, options, rpc.response());
    return listing(
        Rpc.unary(
            message -> {
              ListReader.Request request = reader.read(message);
              return writer.write(
                  lists.list(request.query()), request, () -> lists.count(request.query()));
            }));
  }

  private ServerCallHandler<Message, Message> listing(ServerCallHandler<Message, Message> handler) {
    return options.hasMetadata() ? MetadataTerms.known(handler) : handler;
  }

  private ListReader reader(Rpc rpc) {
    return new ListReader(rpc.method().getFullMethodName(), rpc.requestType(), serializer, options);
  }

  private ServerCallHandler<Message, Message> retrieve(Rpc rpc, RetrieveService<T, ID> models) {
    IdReader<ID> ids = IdReader.of(serializer, rpc.requestType(), "");
    Function<T, Message> answer = answer(rpc);
    return Rpc.unary(
        message -> {
          ID id = ids.read(message);
          return answer.apply(found(models.retrieve(id), id));
        });
  }

  private ServerCallHandler<Message, Message> create(Rpc rpc, CreateService<T, ID> models) {
    ChangeReader<T> reader = new ChangeReader<>(serializer, rpc.requestType());
    Function<T, Message> answer = answer(rpc);
    return Rpc.unary(message -> answer.apply(models.create(reader.create(message))));
  }

  /** Something that changes a model of an id. */
  private interface Change<T, ID> {
    Optional<T> apply(ID id, UnaryOperator<T> change);
  }

  private ServerCallHandler<Message, Message> change(Rpc rpc, Change<T, ID> models) {
    ChangeReader<T> reader = new ChangeReader<>(serializer, rpc.requestType());
    ModelPlace place = reader.place();
    IdReader<ID> ids = IdReader.of(serializer, reader.message(), place.prefix());
    Function<T, Message> answer = answer(rpc);
    return Rpc.unary(
        message -> {
          ID id = ids.read(place.get(message));
          return answer.apply(found(models.apply(id, reader.change(message)), id));
        });
  }

  private ServerCallHandler<Message, Message> destroy(Rpc rpc, DestroyService<T, ID> models) {
    IdReader<ID> ids = IdReader.of(serializer, rpc.requestType(), "");
    return Rpc.unary(
        message -> {
          ID id = ids.read(message);
          if (!models.destroy(id)) {
            throw Refusals.notFound(serializer.model(), id);
          }
          return rpc.response();
        });
  }

  private ServerCallHandler<Message, Message> stream(Rpc rpc, StreamService<T, ID> models) {
    ListReader reader = reader(rpc);
    Function<T, Message> answer = answer(rpc);
    return listing(
        ModelStream.handler(message -> models.stream(reader.read(message).query()).map(answer)));
  }

  private T found(Optional<T> model, ID id) {
    return model.orElseThrow(() -> Refusals.notFound(serializer.model(), id));
  }

  /** Puts a model where the answer has it. */
  private Function<T, Message> answer(Rpc rpc) {
    Descriptor response = rpc.responseType();
    ModelPlace place = ModelPlace.in(response, serializer.message());
    if (place.field().isEmpty() && !response.equals(serializer.message())) {
      throw new IllegalArgumentException(
          "it answers %s, which neither is the protoClass %s nor has a field of it"
              .formatted(response.getFullName(), serializer.message().getFullName()));
    }
    return model -> place.put(serializer.message(model), rpc.response());
  }
}
