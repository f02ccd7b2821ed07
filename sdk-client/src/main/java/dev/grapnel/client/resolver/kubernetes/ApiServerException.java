package dev.grapnel.client.resolver.kubernetes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The API server cannot be asked, refuses, or answers what is not understood. */
final class ApiServerException extends IOException {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  /** What to do about it. */
  enum Kind {
    /** No answer, or one that says that the server is busy: go on from the version known. */
    UNREACHABLE,
    /** The server forgot the version that the client knows: nothing is wrong, list anew. */
    EXPIRED,
    /** A right, a token or the API is missing, or the answer is not understood: list anew. */
    REFUSED
  }

  /** Part of the serial form, which Javadoc wants told. */
  private final Kind kind;

  ApiServerException(Kind kind, String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Texts from outside end up in logs. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(point -> line.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
    return line.toString();
  }
}
