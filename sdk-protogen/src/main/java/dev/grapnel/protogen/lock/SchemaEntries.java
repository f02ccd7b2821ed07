package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.Reserved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Goes from fields and values of a schema to entries of a lock, and back. */
final class SchemaEntries {

  private SchemaEntries() {}

  static LockedEntry of(ProtoField field, String type) {
    String cardinality =
        field.cardinality() == Cardinality.IMPLICIT
            ? ""
            : field.cardinality().name().toLowerCase(Locale.ROOT);
    return new LockedEntry(
        field.key(),
        field.name(),
        field.number() == 0 ? LockedEntry.NO_NUMBER : field.number(),
        type,
        cardinality,
        Objects.requireNonNullElse(field.oneof(), ""),
        field.form() == Form.PLAIN ? "" : field.form().name().toLowerCase(Locale.ROOT),
        Objects.requireNonNullElse(field.jsonName(), ""),
        "",
        List.of());
  }

  /** A value; where the enum keeps another name, its prefix is that one's. */
  static LockedEntry of(ProtoEnumValue value, String wanted, String name) {
    String prefix = FieldNames.upperSnake(wanted) + "_";
    String now =
        value.name().startsWith(prefix)
            ? FieldNames.upperSnake(name) + "_" + value.name().substring(prefix.length())
            : value.name();
    return LockedEntry.value(value.key(), now, value.number());
  }

  static ProtoMessage numbered(ProtoMessage message, LockedType locked) {
    List<ProtoField> fields =
        message.fields().stream().map(field -> numbered(field, locked.entry(field.key()))).toList();
    return new ProtoMessage(
        message.key(),
        locked.name(),
        fields,
        reserved(locked),
        message.formerly(),
        message.comment(),
        message.origin());
  }

  private static ProtoField numbered(ProtoField field, LockedEntry entry) {
    return new ProtoField(
        field.key(),
        entry.name(),
        entry.number(),
        field.type(),
        field.cardinality(),
        entry.oneof().isEmpty() ? null : entry.oneof(),
        entry.json().isEmpty() ? null : entry.json(),
        field.form(),
        field.formerly(),
        field.revived(),
        field.rules(),
        field.comment(),
        field.origin());
  }

  static ProtoEnum numbered(ProtoEnum type, LockedType locked) {
    List<ProtoEnumValue> values = new ArrayList<>();
    for (ProtoEnumValue value : type.values()) {
      LockedEntry entry = locked.entry(value.key());
      values.add(
          new ProtoEnumValue(
              value.key(),
              entry.name(),
              entry.number(),
              value.formerly(),
              value.comment(),
              value.origin()));
    }
    return new ProtoEnum(
        type.key(),
        locked.name(),
        values,
        reserved(locked),
        type.formerly(),
        type.comment(),
        type.origin());
  }

  /** Numbers and names of what was removed, and former names alone of what there is. */
  private static List<Reserved> reserved(LockedType locked) {
    Set<String> used = new HashSet<>();
    locked.entries().values().forEach(entry -> used.add(entry.name()));
    Set<Reserved> all = new HashSet<>();
    for (LockedEntry entry : locked.reserved()) {
      Stream.concat(Stream.of(entry.name()), entry.was().stream())
          .forEach(name -> all.add(new Reserved(entry.number(), name)));
    }
    for (LockedEntry entry : locked.entries().values()) {
      entry.was().forEach(name -> all.add(new Reserved(0, name)));
    }
    return all.stream()
        .filter(one -> !used.contains(one.name()))
        .filter(one -> one.number() > 0 || one.name().matches("[A-Za-z_][A-Za-z0-9_]*"))
        .sorted(Comparator.comparingInt(Reserved::number).thenComparing(Reserved::name))
        .toList();
  }

  /**
   * The lock's block with what the schema itself reserves, as an import does. A name without a
   * number is given one that nothing else will have.
   */
  static LockedType reserving(LockedType locked, List<Reserved> reserved, EntryKind kind) {
    Map<Integer, LockedEntry> all = new TreeMap<>();
    locked.entries().values().forEach(entry -> all.put(entry.number(), entry));
    locked.reserved().forEach(entry -> all.put(entry.number(), entry));
    Set<String> names = new HashSet<>(Set.of(""));
    all.values().forEach(entry -> names.addAll(entry.allNames()));
    List<LockedEntry> more = new ArrayList<>(locked.reserved());
    int next = locked.next();
    for (Reserved one : reserved) {
      boolean isNew = one.number() > 0 ? !all.containsKey(one.number()) : names.add(one.name());
      if (isNew) {
        while (one.number() == 0 && (all.containsKey(next) || isReserved(reserved, next))) {
          next++;
        }
        int number = one.number() > 0 ? one.number() : next;
        String type = kind == EntryKind.VALUE ? LockedEntry.VALUE : LockedEntry.UNKNOWN;
        LockedEntry entry = LockedEntry.value("", one.name(), number).withType(type);
        all.put(number, entry);
        more.add(entry);
      }
    }
    return locked.withEntries(next, locked.entries().values(), more);
  }

  private static boolean isReserved(List<Reserved> reserved, int number) {
    return reserved.stream().anyMatch(one -> one.number() == number);
  }
}
