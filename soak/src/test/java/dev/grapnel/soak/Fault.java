package dev.grapnel.soak;

/** What is wrong with a server, from its start. */
enum Fault {
  NONE,
  /** Fails every call with UNAVAILABLE, at once. */
  UNAVAILABLE,
  /** Takes twenty times as long for a call. */
  SLOW
}
