package dev.grapnel.interceptors.logging;

import org.jspecify.annotations.Nullable;

/** One JSON object in one line. What a call does not have is left out. */
final class JsonFormat extends LogFormat {

  static final JsonFormat INSTANCE = new JsonFormat();

  private JsonFormat() {}

  @Override
  String call(CallEnd end) {
    LoggedCall call = end.call();
    StringBuilder out = begin("call", call);
    word(out, "status", end.status().getCode().name());
    String description = end.status().getDescription();
    if (description != null && !description.isEmpty()) {
      text(out, "description", description, Escaped.LONGEST_TEXT);
    }
    out.append(",\"duration_ms\":");
    end.appendMillis(out);
    word(out, "peer", end.peer());
    word(out, "principal", end.principal());
    out.append(",\"messages_received\":").append(call.received());
    out.append(",\"messages_sent\":").append(call.sent());
    if (end.slow()) {
      out.append(",\"slow\":true");
    }
    return out.append('}').toString();
  }

  @Override
  String message(MessageLine line) {
    String payload = line.payload().text();
    StringBuilder out = begin(line.kind().word(), line.call());
    out.append(",\"number\":").append(line.number());
    text(out, "payload", payload, Integer.MAX_VALUE);
    if (line.payload().cut()) {
      out.append(",\"payload_cut\":true");
    }
    return out.append('}').toString();
  }

  private static StringBuilder begin(String event, LoggedCall call) {
    StringBuilder out = new StringBuilder(320);
    out.append("{\"event\":\"").append(event);
    out.append("\",\"side\":\"").append(call.side().word()).append('"');
    word(out, "method", call.method());
    word(out, "request_id", call.requestId());
    word(out, "trace_id", call.traceId());
    return out;
  }

  private static void word(StringBuilder out, String name, @Nullable String value) {
    if (value != null) {
      text(out, name, value, Escaped.LONGEST_WORD);
    }
  }

  private static void text(StringBuilder out, String name, String value, int limit) {
    out.append(",\"").append(name).append("\":");
    Escaped.appendQuoted(out, value, limit);
  }
}
