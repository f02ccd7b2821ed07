package dev.grapnel.testing.traffic;

import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An object of a JSON tree that knows where it is, for errors that tell it. */
record JsonObject(Map<String, Value> fields, String path) {

  static JsonObject of(Value value, String path) {
    if (!value.hasStructValue()) {
      throw new IllegalArgumentException(
          (path.isEmpty() ? "the file" : path) + " is not a JSON object");
    }
    return new JsonObject(value.getStructValue().getFieldsMap(), path);
  }

  Set<String> names() {
    return fields.keySet();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  Value value(String name) {
    Value value = fields.get(name);
    if (value == null) {
      throw wrong("%s is missing; there are: %s".formatted(name, names()));
    }
    return value;
  }

  String string(String name) {
    return string(value(name), name);
  }

  JsonObject object(String name) {
    return of(value(name), path(name));
  }

  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Value value : list(name)) {
      objects.add(of(value, path(name) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  List<String> strings(String name) {
    return list(name).stream().map(value -> string(value, name)).toList();
  }

  String onlyName() {
    if (fields.size() != 1) {
      throw wrong("expected exactly one field; there are: " + names());
    }
    return names().iterator().next();
  }

  void only(String... known) {
    for (String name : names()) {
      if (!List.of(known).contains(name)) {
        throw wrong("\"%s\" is unknown, expected some of %s".formatted(name, List.of(known)));
      }
    }
  }

  IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException((path.isEmpty() ? "" : path + ": ") + problem);
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private List<Value> list(String name) {
    Value value = value(name);
    if (!value.hasListValue()) {
      throw wrong(name + " is not a list");
    }
    return value.getListValue().getValuesList();
  }

  private String string(Value value, String name) {
    if (!value.hasStringValue()) {
      throw wrong(name + " is not a text");
    }
    return value.getStringValue();
  }
}
