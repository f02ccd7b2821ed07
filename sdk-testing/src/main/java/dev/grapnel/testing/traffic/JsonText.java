package dev.grapnel.testing.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * JSON as text and as a tree.
 *
 * <p>Protobuf's own printer would do, if it did not write 7 as 7.0 and {@code <} as an escape: a
 * fixture is reviewed by people.
 */
final class JsonText {

  private static final double EXACT_WHOLE_NUMBERS = 1L << 53;

  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static Value parse(String text) throws InvalidProtocolBufferException {
    Value.Builder tree = Value.newBuilder();
    JsonFormat.parser().merge(text, tree);
    return tree.build();
  }

  static String of(Value tree) {
    JsonText json = new JsonText();
    json.add(tree, "\n");
    return json.text.toString();
  }

  private void add(Value value, String newline) {
    switch (value.getKindCase()) {
      case STRUCT_VALUE -> addObject(value.getStructValue().getFieldsMap(), newline);
      case LIST_VALUE -> addList(value.getListValue().getValuesList(), newline);
      case STRING_VALUE -> addString(value.getStringValue());
      case NUMBER_VALUE -> addNumber(value.getNumberValue());
      case BOOL_VALUE -> text.append(value.getBoolValue());
      case NULL_VALUE, KIND_NOT_SET -> text.append("null");
    }
  }

  private void addObject(Map<String, Value> fields, String newline) {
    text.append('{');
    Iterator<Map.Entry<String, Value>> all = fields.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Value> field = all.next();
      text.append(newline).append("  ");
      addString(field.getKey());
      text.append(": ");
      add(field.getValue(), newline + "  ");
      text.append(all.hasNext() ? "," : newline);
    }
    text.append('}');
  }

  private void addList(List<Value> values, String newline) {
    boolean inOneLine = values.stream().noneMatch(v -> v.hasStructValue() || v.hasListValue());
    text.append('[');
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : inOneLine ? ", " : ",").append(inOneLine ? "" : newline + "  ");
      add(values.get(i), newline + "  ");
    }
    text.append(inOneLine ? "" : newline).append(']');
  }

  private void addNumber(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) <= EXACT_WHOLE_NUMBERS;
    boolean negativeZero = number == 0 && 1 / number < 0;
    text.append(whole && !negativeZero ? String.valueOf((long) number) : String.valueOf(number));
  }

  private void addString(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> text.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    text.append('"');
  }
}
