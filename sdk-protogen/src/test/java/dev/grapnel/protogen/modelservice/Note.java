package dev.grapnel.protogen.modelservice;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model: {@code secret} is in no message. */
record Note(
    long id,
    String title,
    @Nullable String text,
    List<String> tags,
    @Nullable Place place,
    Instant createdAt,
    String secret) {

  record Place(String city, String street) {}

  Note {
    if (title.length() > 20) {
      throw new IllegalArgumentException("a title has at most 20 characters");
    }
    tags = List.copyOf(tags);
  }
}
