package dev.grapnel.interceptors.logging;

/**
 * What the line of a message tells, not escaped yet.
 *
 * @param number the place of the message among the requests or responses of its call, from 1
 */
record MessageLine(LoggedCall call, Kind kind, int number, PayloadPrinter.Payload payload) {

  /** Which way a message goes. */
  enum Kind {
    REQUEST("request"),
    RESPONSE("response");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** How lines name it. */
    String word() {
      return word;
    }
  }
}
