package dev.grapnel.protogen.lock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * An object of a lock file that is read with checks.
 *
 * @param json the object
 * @param path where it is, for findings
 * @param problems is told the path and what is wrong
 */
record LockNode(JsonObject json, String path, BiConsumer<String, String> problems) {

  /** Names that cannot be there: a newer generator, or an edit. */
  void only(Set<String> known) {
    for (String name : json.keySet()) {
      if (!known.contains(name)) {
        problem("\"" + name + "\" is not known");
      }
    }
  }

  String text(String name) {
    String value = optional(name);
    if (value.isEmpty()) {
      problem("\"" + name + "\" is not there");
    }
    return value;
  }

  String optional(String name) {
    JsonElement value = json.get(name);
    if (value == null) {
      return "";
    }
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
      return value.getAsString();
    }
    problem("\"" + name + "\" is no text");
    return "";
  }

  int number(String name, int from, int to) {
    JsonElement value = json.get(name);
    if (value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      long number = value.getAsLong();
      if (number >= from && number <= to) {
        return (int) number;
      }
    }
    problem("\"" + name + "\" is no number from " + from + " to " + to);
    return from;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonElement value = json.get(name);
    if (value == null) {
      return texts;
    }
    for (JsonElement one : value.isJsonArray() ? value.getAsJsonArray() : List.of(value)) {
      if (one.isJsonPrimitive() && one.getAsJsonPrimitive().isString()) {
        texts.add(one.getAsString());
      } else {
        problem("\"" + name + "\" is no list of texts");
      }
    }
    return texts;
  }

  /** The objects of an object, by name; empty if it is not there. */
  Map<String, LockNode> objects(String name) {
    Map<String, LockNode> objects = new LinkedHashMap<>();
    JsonElement value = json.get(name);
    if (value instanceof JsonObject object) {
      object.asMap().forEach((key, one) -> objects.put(key, child(name + "." + key, one)));
    } else if (value != null) {
      problem("\"" + name + "\" is no object");
    }
    return objects;
  }

  /** The objects of a list; empty if it is not there. */
  List<LockNode> list(String name) {
    List<LockNode> nodes = new ArrayList<>();
    JsonElement value = json.get(name);
    if (value != null && value.isJsonArray()) {
      for (JsonElement one : value.getAsJsonArray()) {
        nodes.add(child(name + "[" + nodes.size() + "]", one));
      }
    } else if (value != null) {
      problem("\"" + name + "\" is no list");
    }
    return nodes;
  }

  LockNode child(String name) {
    JsonElement value = json.get(name);
    return child(name, value == null ? new JsonObject() : value);
  }

  private LockNode child(String name, JsonElement value) {
    String inner = path.isEmpty() ? name : path + "." + name;
    if (value instanceof JsonObject object) {
      return new LockNode(object, inner, problems);
    }
    problem("\"" + name + "\" is no object");
    return new LockNode(new JsonObject(), inner, problems);
  }

  void problem(String problem) {
    problems.accept(path, problem);
  }
}
