package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Java model as people edit it. What has the same id is the same thing, whatever it is called.
 */
final class HistoryModel {

  enum Kind {
    RECORD,
    SEALED,
    ENUM
  }

  /** A property, case or constant. A target of 0 is a scalar. */
  record Member(
      int id,
      String key,
      String name,
      int number,
      ScalarType scalar,
      int target,
      Cardinality cardinality,
      boolean isMap,
      List<String> formerly,
      boolean revived) {

    Member named(String newKey, String newName, List<String> newFormerly) {
      return new Member(
          id, newKey, newName, number, scalar, target, cardinality, isMap, newFormerly, revived);
    }

    Member typed(ScalarType newScalar, Cardinality newCardinality) {
      return new Member(
          id, key, name, number, newScalar, target, newCardinality, isMap, formerly, revived);
    }

    Member numbered(int newNumber) {
      return new Member(
          id, key, name, newNumber, scalar, target, cardinality, isMap, formerly, revived);
    }

    Member revived(boolean newRevived) {
      return new Member(
          id, key, name, number, scalar, target, cardinality, isMap, formerly, newRevived);
    }
  }

  /** A class. */
  record ModelType(
      int id,
      Kind kind,
      String packageName,
      String key,
      List<String> formerly,
      List<Member> members) {

    ModelType with(List<Member> newMembers) {
      return new ModelType(id, kind, packageName, key, formerly, List.copyOf(newMembers));
    }

    ModelType keyed(String newPackage, String newKey) {
      List<String> all = new ArrayList<>(formerly);
      all.add(key);
      return new ModelType(id, kind, newPackage, newKey, all, members);
    }

    Member member(String key) {
      return members.stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
    }
  }

  private final Map<Integer, ModelType> types;

  private HistoryModel(Map<Integer, ModelType> types) {
    this.types = Collections.unmodifiableMap(new TreeMap<>(types));
  }

  static HistoryModel empty() {
    return new HistoryModel(Map.of());
  }

  Map<Integer, ModelType> types() {
    return types;
  }

  List<ModelType> of(Kind kind) {
    return types.values().stream().filter(type -> type.kind() == kind).toList();
  }

  boolean isUsed(int id) {
    return types.values().stream()
        .flatMap(type -> type.members().stream())
        .anyMatch(member -> member.target() == id);
  }

  HistoryModel with(ModelType type) {
    Map<Integer, ModelType> all = new TreeMap<>(types);
    all.put(type.id(), type);
    return new HistoryModel(all);
  }

  HistoryModel without(int id) {
    Map<Integer, ModelType> all = new TreeMap<>(types);
    all.remove(id);
    return new HistoryModel(all);
  }

  ProtoSchema schema() {
    Map<String, List<Object>> packages = new TreeMap<>();
    for (ModelType type : types.values()) {
      packages
          .computeIfAbsent(type.packageName(), name -> new ArrayList<>())
          .add(type.kind() == Kind.ENUM ? enumeration(type) : message(type));
    }
    return new ProtoSchema(
        packages.entrySet().stream()
            .map(one -> Schemas.packageOf(one.getKey(), one.getValue().toArray()))
            .toList());
  }

  private ProtoMessage message(ModelType type) {
    List<Schemas.Field> fields = new ArrayList<>();
    for (Member member : type.members()) {
      Schemas.Field field = new Schemas.Field(keyOf(type, member), typeOf(member));
      if (type.kind() == Kind.SEALED) {
        String simple = Schemas.simple(field.key.replace('$', '.'));
        field.name(FieldNames.snake(simple)).oneof(FieldNames.snake(Schemas.simple(type.key())));
      } else {
        field.name(member.name()).number(member.number()).cardinality(member.cardinality());
        field.formerly(member.formerly().toArray(new String[0]));
        field.revived = member.revived();
      }
      fields.add(field);
    }
    return Schemas.message(
        type.key(),
        Schemas.simple(type.key()),
        type.formerly(),
        fields.toArray(new Schemas.Field[0]));
  }

  /** The key of a member in the schema: a case is its class. */
  String keyOf(ModelType type, Member member) {
    return type.kind() == Kind.SEALED ? types.get(member.target()).key() : member.key();
  }

  private ProtoType typeOf(Member member) {
    ProtoType type = new ProtoType.Scalar(member.scalar());
    if (member.target() != 0) {
      ModelType target = types.get(member.target());
      type =
          target.kind() == Kind.ENUM
              ? new ProtoType.EnumOf(target.key())
              : new ProtoType.MessageOf(target.key());
    }
    return member.isMap() ? new ProtoType.MapOf(ScalarType.STRING, type) : type;
  }

  private static ProtoEnum enumeration(ModelType type) {
    String name = Schemas.simple(type.key());
    List<ProtoEnumValue> values = new ArrayList<>();
    values.add(Schemas.value(name, "", 0));
    for (Member member : type.members()) {
      int number = member.number() == 0 ? -1 : member.number();
      values.add(
          Schemas.value(name, member.key(), number, member.formerly().toArray(new String[0])));
    }
    return Schemas.enumeration(type.key(), type.formerly(), values.toArray(new ProtoEnumValue[0]));
  }
}
