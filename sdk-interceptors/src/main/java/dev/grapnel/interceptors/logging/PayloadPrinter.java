package dev.grapnel.interceptors.logging;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;

/**
 * Prints messages in one line, and stops as soon as the line is long enough. Thread-safe.
 *
 * <p>It walks the fields itself: protobuf's own printers print all of a message, and know nothing
 * of redacted names.
 */
final class PayloadPrinter {

  /** What is nested deeper is not shown; protobuf itself reads no more than 100 levels. */
  private static final int DEEPEST = 100;

  private final RedactedFields redacted;
  private final int limit;

  PayloadPrinter(RedactedFields redacted, int limit) {
    this.redacted = redacted;
    this.limit = limit;
  }

  /**
   * A printed message.
   *
   * @param text its text, as long as the limit at most; or the name of its type
   * @param cut whether the message is longer
   */
  record Payload(String text, boolean cut) {}

  /** Never throws: a message that cannot be printed must not fail its call. */
  Payload print(Object message) {
    String type = Escaped.of(message.getClass().getName());
    if (!(message instanceof Message proto)) {
      return new Payload(type, false);
    }
    try {
      Walk walk = new Walk(new StringBuilder(Math.min(limit, 256)));
      walk.message(proto, 0);
      return walk.end();
    } catch (RuntimeException unprintable) {
      return new Payload(type + " cannot be printed", false);
    }
  }

  private final class Walk {

    private final StringBuilder out;

    Walk(StringBuilder out) {
      this.out = out;
    }

    Payload end() {
      boolean cut = isFull();
      if (cut) {
        out.setLength(Character.isHighSurrogate(out.charAt(limit - 1)) ? limit - 1 : limit);
      }
      return new Payload(out.toString(), cut);
    }

    void message(Message message, int depth) {
      if (depth > DEEPEST) {
        out.append("{...}");
        return;
      }
      int begin = out.append('{').length();
      for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
        if (isFull()) {
          return;
        }
        if (isPresent(message, field)) {
          separate(begin);
          out.append(field.getName()).append(": ");
          field(message, field, depth);
        }
      }
      unknown(message.getUnknownFields(), begin);
      out.append('}');
    }

    private void field(Message message, FieldDescriptor field, int depth) {
      if (redacted.contains(field)) {
        redact();
      } else if (field.isMapField()) {
        map(message, field, depth);
      } else if (field.isRepeated()) {
        list(message, field, depth);
      } else {
        value(field, message.getField(field), depth);
      }
    }

    private void list(Message message, FieldDescriptor field, int depth) {
      int begin = out.append('[').length();
      int count = message.getRepeatedFieldCount(field);
      for (int i = 0; i < count && !isFull(); i++) {
        separate(begin);
        value(field, message.getRepeatedField(field, i), depth);
      }
      out.append(']');
    }

    private void map(Message message, FieldDescriptor field, int depth) {
      Descriptor entryType = field.getMessageType();
      FieldDescriptor keyField = entryType.findFieldByNumber(1);
      FieldDescriptor valueField = entryType.findFieldByNumber(2);
      int begin = out.append('{').length();
      int count = message.getRepeatedFieldCount(field);
      for (int i = 0; i < count && !isFull(); i++) {
        Message entry = (Message) message.getRepeatedField(field, i);
        Object key = entry.getField(keyField);
        separate(begin);
        value(keyField, key, depth);
        out.append(": ");
        if (key instanceof String name && redacted.containsKey(name)) {
          redact();
        } else {
          value(valueField, entry.getField(valueField), depth);
        }
      }
      out.append('}');
    }

    private void value(FieldDescriptor field, Object value, int depth) {
      switch (field.getJavaType()) {
        case STRING -> Escaped.appendQuoted(out, (String) value, left());
        case BYTE_STRING -> out.append('<').append(((ByteString) value).size()).append(" bytes>");
        case ENUM -> out.append(((EnumValueDescriptor) value).getName());
        case MESSAGE -> message((Message) value, depth + 1);
        case INT, LONG -> integer(field, (Number) value);
        default -> out.append(value);
      }
    }

    private void integer(FieldDescriptor field, Number value) {
      switch (field.getType()) {
        case UINT32, FIXED32 -> out.append(Integer.toUnsignedString(value.intValue()));
        case UINT64, FIXED64 -> out.append(Long.toUnsignedString(value.longValue()));
        default -> out.append(value.longValue());
      }
    }

    private void unknown(UnknownFieldSet fields, int begin) {
      if (!fields.isEmpty() && !isFull()) {
        separate(begin);
        out.append("<unknown fields: ").append(fields.getSerializedSize()).append(" bytes>");
      }
    }

    private void redact() {
      out.append("<redacted>");
    }

    private void separate(int begin) {
      if (out.length() > begin) {
        out.append(", ");
      }
    }

    private boolean isFull() {
      return out.length() > limit;
    }

    /** How many characters a text may have; with its quotes it overflows if it has to be cut. */
    private int left() {
      return Math.max(0, limit - out.length());
    }

    private static boolean isPresent(Message message, FieldDescriptor field) {
      return field.isRepeated()
          ? message.getRepeatedFieldCount(field) > 0
          : message.hasField(field);
    }
  }
}
