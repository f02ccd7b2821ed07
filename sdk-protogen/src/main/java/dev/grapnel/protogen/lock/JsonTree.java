package dev.grapnel.protogen.lock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.util.function.BiConsumer;

/** Reads JSON strictly; a name that is there twice is told, which gson alone would not. */
final class JsonTree {

  private final JsonReader reader;
  private final BiConsumer<String, String> twice;

  private JsonTree(JsonReader reader, BiConsumer<String, String> twice) {
    this.reader = reader;
    this.twice = twice;
  }

  /**
   * Reads a text.
   *
   * @param text one JSON value
   * @param twice is told the path and the name of what is there twice
   * @throws IOException if it is no JSON; the message tells the place
   */
  static JsonElement read(String text, BiConsumer<String, String> twice) throws IOException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement read = new JsonTree(reader, twice).value();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("there is something after its end");
      }
      return read;
    } catch (IllegalStateException | NumberFormatException malformed) {
      throw new MalformedJsonException(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  private JsonElement value() throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> array();
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(reader.nextLong());
      default ->
          throw new MalformedJsonException(
              "a " + reader.peek() + " cannot stand at " + reader.getPath());
    };
  }

  private JsonObject object() throws IOException {
    JsonObject object = new JsonObject();
    String path = reader.getPath();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        twice.accept(path, name);
      }
      object.add(name, value());
    }
    reader.endObject();
    return object;
  }

  private JsonArray array() throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(value());
    }
    reader.endArray();
    return array;
  }
}
