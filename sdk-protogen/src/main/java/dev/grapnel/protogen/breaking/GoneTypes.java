package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import dev.grapnel.protogen.breaking.Types.Declared;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Messages and enums that are gone though nothing else tells it. A type that a field or call used
 * is no finding of its own: the field or call that is gone, or is of another type, is one.
 */
final class GoneTypes {

  private final Types before;
  private final Types after;
  private final Set<String> told = new HashSet<>();

  GoneTypes(Types before, Types after) {
    this.before = before;
    this.after = after;
  }

  /** Files by full name of the type. */
  SortedMap<String, String> all() {
    Queue<String> open = new ArrayDeque<>();
    before.services.values().stream()
        .flatMap(service -> service.descriptor().getMethodList().stream())
        .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
        .map(FieldShape::withoutDot)
        .forEach(open::add);
    before.messages.forEach(
        (name, message) -> {
          if (after.messages.containsKey(name)) {
            references(message.descriptor()).forEach(open::add);
          }
        });
    while (!open.isEmpty()) {
      String name = open.remove();
      Declared<DescriptorProto> message = before.messages.get(name);
      if (told.add(name) && message != null) {
        references(message.descriptor()).forEach(open::add);
      }
    }
    SortedMap<String, String> gone = new TreeMap<>();
    before.messages.forEach((name, one) -> addIfGone(gone, name, one, after.messages.keySet()));
    before.enums.forEach((name, one) -> addIfGone(gone, name, one, after.enums.keySet()));
    return gone;
  }

  private void addIfGone(
      SortedMap<String, String> gone, String name, Declared<?> one, Set<String> there) {
    boolean aroundIsThere =
        after.packages.containsKey(one.scope()) || after.messages.containsKey(one.scope());
    if (!there.contains(name) && !told.contains(name) && aroundIsThere) {
      gone.put(name, one.file().getName());
    }
  }

  /** The types that fields have, those of maps among them. */
  private static Stream<String> references(DescriptorProto message) {
    Stream<FieldDescriptorProto> ofMaps =
        message.getNestedTypeList().stream()
            .filter(nested -> nested.getOptions().getMapEntry())
            .flatMap(nested -> nested.getFieldList().stream());
    return Stream.concat(message.getFieldList().stream(), ofMaps)
        .map(FieldDescriptorProto::getTypeName)
        .filter(name -> !name.isEmpty())
        .map(FieldShape::withoutDot);
  }
}
