package dev.grapnel.protogen.template;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.HttpRule;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoRpc.Idempotency;
import dev.grapnel.protogen.schema.ProtoService;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the calls of a service, and the messages that they need. */
final class Calls {

  private static final Set<Operation> READING =
      Set.of(Operation.GET, Operation.LIST, Operation.STREAM);

  private final Model model;
  private final List<ProtoRpc> rpcs = new ArrayList<>();
  private final List<ProtoMessage> messages = new ArrayList<>();

  Calls(Model model) {
    this.model = model;
  }

  /** What the lock knows an operation by, whatever the template calls it. */
  private static String key(Operation operation) {
    return FieldNames.jsonName(operation.name().toLowerCase(Locale.ROOT));
  }

  ProtoType request(Operation operation, String name, List<ProtoField> fields) {
    return message("request:" + model.message().key() + "#" + key(operation), name, fields);
  }

  ProtoType response(Operation operation, String name, List<ProtoField> fields) {
    return message("response:" + model.message().key() + "#" + key(operation), name, fields);
  }

  ProtoType message(String key, String name, List<ProtoField> fields) {
    return add(draft(key, name, fields, null));
  }

  /** A message of the model that is not added yet. */
  ProtoMessage draft(String key, String name, List<ProtoField> fields, @Nullable String comment) {
    return new ProtoMessage(
        key, name, fields, List.of(), List.of(), comment, model.message().origin());
  }

  ProtoType add(ProtoMessage message) {
    messages.add(message);
    return new ProtoType.MessageOf(message.key());
  }

  /** A call that says what may be assumed of repeating it. */
  void call(
      Operation operation,
      String name,
      ProtoType request,
      ProtoType response,
      @Nullable HttpRule http) {
    boolean reads = READING.contains(operation);
    rpcs.add(
        rpc(
            operation,
            name,
            request,
            response,
            reads ? Idempotency.NO_SIDE_EFFECTS : Idempotency.UNKNOWN,
            http));
  }

  /** A call without options, for a shape that is to be just so. */
  void plain(Operation operation, String name, ProtoType request, ProtoType response) {
    rpcs.add(rpc(operation, name, request, response, Idempotency.UNKNOWN, null));
  }

  private ProtoRpc rpc(
      Operation operation,
      String name,
      ProtoType request,
      ProtoType response,
      Idempotency idempotency,
      @Nullable HttpRule http) {
    return new ProtoRpc(
        key(operation),
        name,
        request,
        response,
        false,
        operation == Operation.STREAM,
        idempotency,
        http,
        null,
        model.message().origin());
  }

  MadeService made(@Nullable String comment) {
    ProtoMessage message = model.message();
    return new MadeService(
        model.packageName(),
        new ProtoService(message.key(), model.serviceName(), rpcs, comment, message.origin()),
        messages);
  }
}
