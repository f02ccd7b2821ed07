package dev.grapnel.protogen.template;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message that a service is made for.
 *
 * @param message the message
 * @param packageName its protobuf package
 * @param plural several of it, in PascalCase
 * @param parent what it belongs to, as in <code>publishers/{publisher}</code>; empty for nothing
 * @param serviceName the name of the service
 * @param operations what the service does
 * @param id the field that identifies it; empty only where no operation needs it
 * @param readOnly the keys of fields that only the server sets
 * @param writeOnly the keys of fields that the server never tells
 */
record Model(
    ProtoMessage message,
    String packageName,
    String plural,
    String parent,
    String serviceName,
    Set<Operation> operations,
    Optional<ProtoField> id,
    Set<String> readOnly,
    Set<String> writeOnly) {

  String name() {
    return message.name();
  }

  /** The name as a field: {@code book}. */
  String field() {
    return FieldNames.snake(name());
  }

  ProtoType type() {
    return new ProtoType.MessageOf(message.key());
  }

  boolean does(Operation operation) {
    return operations.contains(operation);
  }

  /** Whether there is an update, where a partial one is the same call. */
  boolean updates() {
    return does(Operation.UPDATE) || does(Operation.PARTIAL_UPDATE);
  }

  /** The fields that whoever adds one gives: neither the id nor those that the server sets. */
  List<ProtoField> given() {
    return message.fields().stream()
        .filter(field -> !readOnly.contains(field.key()) && !isId(field))
        .toList();
  }

  /** The id and the fields that whoever changes one gives. */
  List<ProtoField> written() {
    return message.fields().stream()
        .filter(field -> !readOnly.contains(field.key()) || isId(field))
        .toList();
  }

  /** The fields that the server tells. */
  List<ProtoField> told() {
    return message.fields().stream().filter(field -> !writeOnly.contains(field.key())).toList();
  }

  private boolean isId(ProtoField field) {
    return id.isPresent() && id.get().key().equals(field.key());
  }
}
