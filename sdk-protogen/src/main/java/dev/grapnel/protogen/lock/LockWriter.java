package dev.grapnel.protogen.lock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes JSON with an entry a line. */
final class LockWriter {

  private LockWriter() {}

  static String write(Lock lock) {
    return print(LockJson.lock(lock), "") + "\n";
  }

  private static String print(JsonElement element, String before) {
    if (LockJson.isLine(element)) {
      return element.toString();
    }
    String inner = before + "  ";
    List<String> lines = new ArrayList<>();
    if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        String name = new JsonPrimitive(member.getKey()).toString();
        lines.add(inner + name + ": " + print(member.getValue(), inner));
      }
      return "{\n" + String.join(",\n", lines) + "\n" + before + "}";
    }
    element.getAsJsonArray().forEach(one -> lines.add(inner + print(one, inner)));
    return "[\n" + String.join(",\n", lines) + "\n" + before + "]";
  }
}
