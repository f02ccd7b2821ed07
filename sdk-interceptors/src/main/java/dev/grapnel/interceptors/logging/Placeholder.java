package dev.grapnel.interceptors.logging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a text pattern can name in braces, in lower case. */
enum Placeholder {
  SIDE {
    @Override
    void append(StringBuilder out, CallEnd end) {
      out.append(end.call().side().word());
    }
  },
  METHOD {
    @Override
    void append(StringBuilder out, CallEnd end) {
      word(out, end.call().method());
    }
  },
  STATUS {
    @Override
    void append(StringBuilder out, CallEnd end) {
      out.append(end.status().getCode().name());
    }
  },
  DESCRIPTION {
    @Override
    void append(StringBuilder out, CallEnd end) {
      String description = end.status().getDescription();
      if (description == null || description.isEmpty()) {
        out.append('-');
      } else {
        Escaped.appendQuoted(out, description, Escaped.LONGEST_TEXT);
      }
    }
  },
  DURATION {
    @Override
    void append(StringBuilder out, CallEnd end) {
      end.appendMillis(out);
      out.append("ms");
    }
  },
  PEER {
    @Override
    void append(StringBuilder out, CallEnd end) {
      word(out, end.peer());
    }
  },
  REQUEST_ID {
    @Override
    void append(StringBuilder out, CallEnd end) {
      word(out, end.call().requestId());
    }
  },
  TRACE_ID {
    @Override
    void append(StringBuilder out, CallEnd end) {
      word(out, end.call().traceId());
    }
  },
  PRINCIPAL {
    @Override
    void append(StringBuilder out, CallEnd end) {
      word(out, end.principal());
    }
  },
  MESSAGES_RECEIVED {
    @Override
    void append(StringBuilder out, CallEnd end) {
      out.append(end.call().received());
    }
  },
  MESSAGES_SENT {
    @Override
    void append(StringBuilder out, CallEnd end) {
      out.append(end.call().sent());
    }
  };

  abstract void append(StringBuilder out, CallEnd end);

  static Optional<Placeholder> find(String word) {
    return Arrays.stream(values()).filter(known -> known.word().equals(word)).findFirst();
  }

  static String all() {
    return Arrays.stream(values())
        .map(known -> "{" + known.word() + "}")
        .collect(Collectors.joining(", "));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void word(StringBuilder out, @Nullable String text) {
    if (text == null) {
      out.append('-');
    } else {
      Escaped.appendWord(out, text, Escaped.LONGEST_WORD);
    }
  }
}
