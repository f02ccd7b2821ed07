package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Warns of two classes that hold each other: their objects may be in a ring. Records cannot be, as
 * each is made after what it holds; nor is a type in its own cases a ring.
 */
final class References {

  private final Findings findings;
  private final Map<String, Map<String, ProtoField>> held = new HashMap<>();
  private final Set<String> records = new HashSet<>();

  References(Findings findings) {
    this.findings = findings;
  }

  void add(JavaClass declaration, ProtoMessage message) {
    if (declaration.is(ClassKind.RECORD)) {
      records.add(message.key());
    }
    Map<String, ProtoField> fields = new HashMap<>();
    for (ProtoField field : message.fields()) {
      ProtoType type = field.type() instanceof ProtoType.MapOf map ? map.value() : field.type();
      if (type instanceof ProtoType.MessageOf target && field.oneof() == null) {
        fields.putIfAbsent(target.key(), field);
      }
    }
    held.put(message.key(), fields);
    fields.forEach((target, field) -> check(message.key(), target, field));
  }

  private void check(String key, String target, ProtoField field) {
    ProtoField back = held.getOrDefault(target, Map.of()).get(key);
    if (back == null || key.equals(target) || (records.contains(key) && records.contains(target))) {
      return;
    }
    findings.add(
        Code.BIDIRECTIONAL,
        back.origin(),
        "it and " + field.origin().subject() + " refer to each other",
        "Objects may be in a ring, and writing one would not end.",
        "annotate one side with @ProtoIgnore, or refer by id");
  }
}
