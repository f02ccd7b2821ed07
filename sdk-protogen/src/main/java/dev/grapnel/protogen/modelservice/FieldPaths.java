package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fields of a model that a request changes. Lists and maps are replaced wholly.
 *
 * @param paths with dots between a message and its fields
 */
record FieldPaths(Set<String> paths) {

  /** Says that all fields are meant. */
  static final String ALL = "*";

  /** Those that a message has set: what a request without a mask means. */
  static FieldPaths populated(Message message) {
    Set<String> names = new LinkedHashSet<>();
    message.getAllFields().keySet().forEach(field -> names.add(field.getName()));
    return new FieldPaths(names);
  }

  /**
   * Those that a mask names.
   *
   * @param field where the mask is in the request, for messages
   */
  static FieldPaths of(Collection<?> paths, Descriptor message, String field) {
    Set<String> checked = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (Object each : paths) {
      String path = (String) each;
      (exists(path, message) ? checked : unknown).add(path);
    }
    if (!unknown.isEmpty()) {
      String first = Refusals.bounded(unknown.get(0));
      throw Refusals.invalid(
          field,
          unknown.contains(ALL)
              ? "must name fields, or be \"*\" alone"
              : "must name fields of " + message.getName() + ": \"" + first + "\" is none");
    }
    return new FieldPaths(checked);
  }

  private static boolean exists(String path, Descriptor message) {
    Descriptor within = message;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      FieldDescriptor field = within.findFieldByName(names[i]);
      if (field == null) {
        return false;
      }
      if (i < names.length - 1) {
        if (field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
          return false;
        }
        within = field.getMessageType();
      }
    }
    return true;
  }

  /** Whether a path is this field or within it. */
  boolean touch(String field) {
    return paths.stream().anyMatch(path -> path.equals(field) || path.startsWith(field + "."));
  }

  /** Copies the fields from one message into another of the same type. */
  void copy(Message from, Message.Builder to) {
    paths.forEach(path -> copy(List.of(path.split("\\.", -1)), from, to));
  }

  private static void copy(List<String> path, Message from, Message.Builder to) {
    FieldDescriptor field = from.getDescriptorForType().findFieldByName(path.get(0));
    if (path.size() > 1) {
      Message.Builder inner = ((Message) to.getField(field)).toBuilder();
      copy(path.subList(1, path.size()), (Message) from.getField(field), inner);
      to.setField(field, inner.build());
    } else if (field.hasPresence() && !from.hasField(field)) {
      to.clearField(field);
    } else {
      to.setField(field, from.getField(field));
    }
  }
}
