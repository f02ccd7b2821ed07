package dev.grapnel.protogen.schema;

import dev.grapnel.protogen.model.SourceLocation;

/**
 * Where in Java something comes from, for findings about it.
 *
 * @param location the place in the source
 * @param subject the class, or the class and its member: {@code Order.source}
 */
public record Origin(SourceLocation location, String subject) {}
