package dev.grapnel.protogen.source;

import dev.grapnel.protogen.model.SourceLocation;

/**
 * A place because of which a file cannot be read: its syntax is not Java's, or a class extends
 * itself.
 *
 * @param location where it is
 * @param problem what the compiler says; at most 200 characters
 */
public record SourceError(SourceLocation location, String problem) {}
