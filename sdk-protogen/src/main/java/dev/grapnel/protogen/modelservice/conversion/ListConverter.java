package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Message;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collections and arrays in a repeated field. */
record ListConverter(Type type, ValueConverter element) implements ValueConverter {

  @Override
  public Object toProto(Object value, Message.Builder parent, int depth) {
    List<Object> made = new ArrayList<>();
    if (value instanceof Iterable<?> elements) {
      for (Object each : elements) {
        made.add(element(each, parent, depth, made.size()));
      }
    } else {
      for (int i = 0; i < Array.getLength(value); i++) {
        made.add(element(Array.get(value, i), parent, depth, i));
      }
    }
    return made;
  }

  private Object element(@Nullable Object value, Message.Builder parent, int depth, int index) {
    Object made = ElementConverter.written(element, value, parent, depth);
    if (made == null) {
      throw new IllegalStateException(
          "element " + index + " is null, which protobuf cannot hold in a list");
    }
    return made;
  }

  @Override
  public Object toJava(Object value, int depth) {
    List<?> values = (List<?>) value;
    List<@Nullable Object> made = new ArrayList<>(values.size());
    for (Object each : values) {
      made.add(present(element, each, depth, "[" + made.size() + "]"));
    }
    return Containers.collection(type, made);
  }

  /** An element, key or value: one that means nothing is not welcome there. */
  static @Nullable Object present(ValueConverter converter, Object value, int depth, String place) {
    Object made;
    try {
      made = converter.toJava(value, depth);
    } catch (UnfitValueException e) {
      throw e.within(place);
    }
    if (made == null && !ElementConverter.takesNothing(converter)) {
      throw new UnfitValueException("must have a value").within(place);
    }
    return made;
  }
}
