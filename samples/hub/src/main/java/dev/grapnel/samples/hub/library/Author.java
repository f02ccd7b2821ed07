package dev.grapnel.samples.hub.library;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote a book.
 *
 * @param born the year, if it is known
 */
public record Author(String name, @Nullable Integer born) {}
