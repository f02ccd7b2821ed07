package dev.grapnel.samples.hub.library;

/** What a book is. */
public enum Genre {
  NOVEL,
  POETRY,
  SCIENCE
}
