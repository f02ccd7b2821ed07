package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A message or an enum that is wanted.
 *
 * @param key its key
 * @param name the protobuf name that Java gives
 * @param formerly the keys it had before
 * @param members the keys of its fields or values
 * @param kind which of the two it is
 * @param origin where it comes from
 */
record WantedType(
    String key,
    String name,
    List<String> formerly,
    Set<String> members,
    EntryKind kind,
    Origin origin) {

  static WantedType of(ProtoMessage message) {
    return new WantedType(
        message.key(),
        message.name(),
        message.formerly(),
        message.fields().stream().map(ProtoField::key).collect(Collectors.toSet()),
        EntryKind.FIELD,
        message.origin());
  }

  static WantedType of(ProtoEnum type) {
    return new WantedType(
        type.key(),
        type.name(),
        type.formerly(),
        type.values().stream().map(ProtoEnumValue::key).collect(Collectors.toSet()),
        EntryKind.VALUE,
        type.origin());
  }

  /** A class that names itself says that its protobuf name or package is another. */
  boolean saysRename() {
    return formerly.contains(Renames.rawClass(key));
  }

  String annotation() {
    return kind == EntryKind.FIELD ? "@ProtoMessage" : "@ProtoEnum";
  }

  Section<LockedType> section(Lock lock) {
    return kind == EntryKind.FIELD ? lock.messages() : lock.enums();
  }
}
