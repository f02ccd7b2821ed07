package dev.grapnel.interceptors.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads one JSON object. A name that comes twice, deep nesting, long numbers and text after the end
 * are errors: parsers that read such a document differently can be played against each other.
 */
final class StrictJson {

  private static final int DEEPEST = 8;
  private static final int LONGEST_NUMBER = 32;
  private static final int LONGEST_NAME = 256;

  private static final ObjectReader READER = reader();

  private StrictJson() {}

  /**
   * Reads an object.
   *
   * @throws IOException if the document is anything else; its text may quote the document
   */
  static JsonNode object(byte[] document) throws IOException {
    JsonNode node = READER.readTree(document);
    if (!node.isObject()) {
      throw new IOException("expected a JSON object");
    }
    return node;
  }

  /** Names come from anybody, before any signature is checked: they are not interned. */
  private static ObjectReader reader() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .reader();
  }
}
