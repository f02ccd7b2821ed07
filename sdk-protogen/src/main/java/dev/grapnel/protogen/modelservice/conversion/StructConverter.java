package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of any shape: numbers become double. */
final class StructConverter {

  private StructConverter() {}

  static Value value(@Nullable Object value, int depth) {
    if (depth > ValueConverter.DEEPEST) {
      throw new IllegalStateException("it is nested too deep, or contains itself");
    }
    Value.Builder made = Value.newBuilder();
    if (value == null) {
      made.setNullValue(NullValue.NULL_VALUE);
    } else if (value instanceof CharSequence || value instanceof Enum<?>) {
      made.setStringValue(value.toString());
    } else if (value instanceof Boolean flag) {
      made.setBoolValue(flag);
    } else if (value instanceof Number number) {
      made.setNumberValue(number.doubleValue());
    } else if (value instanceof Map<?, ?> map) {
      made.setStructValue(struct(map, depth + 1));
    } else if (value instanceof Iterable<?> elements) {
      ListValue.Builder list = made.getListValueBuilder();
      elements.forEach(each -> list.addValues(value(each, depth + 1)));
    } else {
      throw new IllegalStateException(
          value.getClass().getName() + " is no text, number, boolean, list or map");
    }
    return made.build();
  }

  static Struct struct(Map<?, ?> map, int depth) {
    Struct.Builder made = Struct.newBuilder();
    map.forEach((key, value) -> made.putFields(String.valueOf(key), value(value, depth)));
    return made.build();
  }

  static @Nullable Object java(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case STRUCT_VALUE -> java(value.getStructValue());
      case LIST_VALUE -> {
        List<@Nullable Object> list = new ArrayList<>();
        value.getListValue().getValuesList().forEach(each -> list.add(java(each)));
        yield Collections.unmodifiableList(list);
      }
      case NULL_VALUE, KIND_NOT_SET -> null;
    };
  }

  static Map<String, @Nullable Object> java(Struct struct) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    struct.getFieldsMap().forEach((key, value) -> map.put(key, java(value)));
    return Collections.unmodifiableMap(map);
  }
}
