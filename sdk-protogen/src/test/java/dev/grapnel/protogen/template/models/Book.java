package dev.grapnel.protogen.template.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/** Holds others of itself, what only the server sets, and what it never tells. */
public record Book(
    Long id,
    String title,
    @JsonProperty(access = JsonProperty.Access.READ_ONLY) Instant createdAt,
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String secret,
    List<Book> sequels) {}
