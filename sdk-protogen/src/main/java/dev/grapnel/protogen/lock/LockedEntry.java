package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.schema.FieldNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A field of a message or a value of an enum, as a lock knows it.
 *
 * @param key the Java property, case or constant
 * @param name the protobuf name; empty for a number that an import has brought alone
 * @param number the number; {@link #NO_NUMBER} while it has none
 * @param type the protobuf type with full names; {@link #VALUE} or {@link #UNKNOWN}
 * @param cardinality {@code optional}, {@code repeated} or empty
 * @param oneof the oneof it is a case of; or empty
 * @param form the form in small letters; empty for the plain one
 * @param json the JSON name where it is not what protobuf makes of the name; or empty
 * @param asked the name that Java would give, where the lock keeps another; or empty
 * @param was names it had before, sorted
 */
record LockedEntry(
    String key,
    String name,
    int number,
    String type,
    String cardinality,
    String oneof,
    String form,
    String json,
    String asked,
    List<String> was) {

  /** The type of an enum's values. */
  static final String VALUE = "";

  /** The type of what was reserved before there was a lock. */
  static final String UNKNOWN = "?";

  static final int NO_NUMBER = -1;

  LockedEntry {
    was = List.copyOf(new TreeSet<>(was));
  }

  /** The value of an enum. */
  static LockedEntry value(String key, String name, int number) {
    return new LockedEntry(key, name, number, VALUE, "", "", "", "", "", List.of());
  }

  boolean isRepeated() {
    return cardinality.equals("repeated");
  }

  /** Whether bytes of the one are read right as the other. */
  boolean means(LockedEntry other) {
    return type.equals(other.type)
        && isRepeated() == other.isRepeated()
        && oneof.equals(other.oneof)
        && form.equals(other.form);
  }

  /** The meaning as findings tell it. */
  String meaning() {
    String before = isRepeated() && !type.startsWith("map<") ? "repeated " : "";
    String after = oneof.isEmpty() ? "" : " in oneof " + oneof;
    return before + type + after + (form.isEmpty() ? "" : " as " + form);
  }

  String jsonName() {
    return type.equals(VALUE) ? name : json.isEmpty() ? FieldNames.jsonName(name) : json;
  }

  /** The names that readers know it by now, in protobuf and in JSON. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    if (!name.isEmpty()) {
      names.add(name);
      names.add(jsonName());
    }
    return names;
  }

  /** The names that readers knew it by. */
  Set<String> formerNames() {
    Set<String> names = new LinkedHashSet<>(was);
    if (!type.equals(VALUE)) {
      was.forEach(name -> names.add(FieldNames.jsonName(name)));
    }
    return names;
  }

  Set<String> allNames() {
    Set<String> names = names();
    names.addAll(formerNames());
    return names;
  }

  /** This with another name; the one it had is remembered. */
  LockedEntry renamed(String newName, String newJson) {
    Set<String> former = new TreeSet<>(was);
    former.add(name);
    if (!json.isEmpty()) {
      former.add(json);
    }
    LockedEntry renamed = with(key, newName, number, newJson, "", List.of());
    former.removeAll(renamed.names());
    return renamed.with(key, newName, number, newJson, "", List.copyOf(former));
  }

  LockedEntry withKey(String newKey) {
    return with(newKey, name, number, json, asked, was);
  }

  LockedEntry withNumber(int newNumber) {
    return with(key, name, newNumber, json, asked, was);
  }

  LockedEntry withAsked(String newAsked) {
    return with(key, name, number, json, newAsked, was);
  }

  LockedEntry withType(String newType) {
    return new LockedEntry(key, name, number, newType, cardinality, oneof, form, json, asked, was);
  }

  LockedEntry withOneof(String newOneof) {
    return new LockedEntry(key, name, number, type, cardinality, newOneof, form, json, asked, was);
  }

  LockedEntry withCardinality(String newCardinality) {
    return new LockedEntry(key, name, number, type, newCardinality, oneof, form, json, asked, was);
  }

  LockedEntry withWas(List<String> newWas) {
    return with(key, name, number, json, asked, newWas);
  }

  private LockedEntry with(
      String newKey,
      String newName,
      int newNumber,
      String newJson,
      String newAsked,
      List<String> newWas) {
    return new LockedEntry(
        newKey, newName, newNumber, type, cardinality, oneof, form, newJson, newAsked, newWas);
  }
}
