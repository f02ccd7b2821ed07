package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps in a map field, or in a list of messages with a key and a value. */
record MapConverter(Type type, FieldDescriptor field, ValueConverter key, ValueConverter value)
    implements ValueConverter {

  @Override
  public Object toProto(Object map, Message.Builder parent, int depth) {
    List<Message> entries = new ArrayList<>();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) map).entrySet()) {
      Message.Builder entry = parent.newBuilderForField(field);
      set(entry, 1, key, each.getKey(), depth);
      set(entry, 2, value, each.getValue(), depth);
      entries.add(entry.build());
    }
    return entries;
  }

  private void set(
      Message.Builder entry,
      int number,
      ValueConverter converter,
      @Nullable Object held,
      int depth) {
    Object made = ElementConverter.written(converter, held, entry, depth);
    if (made == null) {
      throw new IllegalStateException(
          "a key or value is null or empty, which protobuf cannot hold");
    }
    entry.setField(field.getMessageType().findFieldByNumber(number), made);
  }

  @Override
  public Object toJava(Object proto, int depth) {
    Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
    int index = 0;
    for (Object each : (List<?>) proto) {
      Message entry = (Message) each;
      String place = "[" + index++ + "]";
      made.put(part(entry, 1, key, depth, place), part(entry, 2, value, depth, place));
    }
    return Containers.map(type, made);
  }

  private @Nullable Object part(
      Message entry, int number, ValueConverter converter, int depth, String place) {
    Object held = entry.getField(field.getMessageType().findFieldByNumber(number));
    return ListConverter.present(converter, held, depth, place);
  }
}
