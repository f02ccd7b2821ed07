package dev.grapnel.protogen.template;

/** Whether calls say how they look in HTTP. */
public enum HttpRules {
  /** They do not. */
  NONE,
  /** They do, by {@code google.api.http}; in {@link Template#AIP} only. */
  GOOGLE
}
