package dev.grapnel.client.config;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON document. Deep nesting and text after the end are errors, and a name that comes
 * twice is a problem: readers differ in which of the two holds.
 */
final class StrictJson {

  /** A number as it was written: what it means is decided where it is needed. */
  record Numeral(String text) {}

  /** JSON's null. */
  enum Null {
    NULL
  }

  private static final int DEEPEST = 16;

  private final JsonReader reader;
  private final List<String> problems;

  private StrictJson(JsonReader reader, List<String> problems) {
    this.reader = reader;
    this.problems = problems;
  }

  /**
   * Reads a document.
   *
   * @throws IOException if it is no JSON; its text may quote the document
   */
  static JsonNode read(String document, List<String> problems) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(document));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(DEEPEST);
    Object value = new StrictJson(reader, problems).value("");
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new IOException("there is more than one value");
    }
    return new JsonNode("", value, problems);
  }

  private Object value(String path) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(path);
      case BEGIN_ARRAY -> array(path);
      case STRING -> reader.nextString();
      case NUMBER -> new Numeral(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      default -> {
        reader.nextNull();
        yield Null.NULL;
      }
    };
  }

  private Map<String, Object> object(String path) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      String place = JsonNode.place(path, name);
      if (members.putIfAbsent(name, value(place)) != null) {
        problems.add(place + " is there twice: expected one");
      }
    }
    reader.endObject();
    return members;
  }

  private List<Object> array(String path) throws IOException {
    List<Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value(JsonNode.place(path, elements.size())));
    }
    reader.endArray();
    return elements;
  }
}
