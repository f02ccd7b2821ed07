package dev.grapnel.testing.traffic;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Values;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recorded calls as a JSON tree, and back. */
final class RecordingFormat {

  private static final String FORMAT = "grapnel traffic 1";

  private RecordingFormat() {}

  static Value tree(List<RecordedCall> calls) {
    Struct.Builder file = Struct.newBuilder();
    file.putFields("format", Values.of(FORMAT));
    file.putFields("calls", list(calls.stream().map(RecordingFormat::tree).toList()));
    return Values.of(file.build());
  }

  static List<RecordedCall> calls(Value tree) {
    JsonObject file = JsonObject.of(tree, "");
    String format = file.string("format");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "format is \"%s\", expected \"%s\"".formatted(format, FORMAT));
    }
    return file.objects("calls").stream().map(RecordingFormat::call).toList();
  }

  private static Value tree(RecordedCall call) {
    Struct.Builder fields = Struct.newBuilder();
    fields.putFields("method", Values.of(call.method()));
    fields.putFields("metadata", tree(call.metadata()));
    fields.putFields("messages", list(call.steps().stream().map(RecordingFormat::tree).toList()));
    if (call.headers() != null) {
      fields.putFields("headers", tree(call.headers()));
    }
    RecordedCall.End end = call.end();
    if (end != null) {
      fields.putFields("status", Values.of(end.code().name()));
      if (end.description() != null) {
        fields.putFields("description", Values.of(end.description()));
      }
      fields.putFields("trailers", tree(end.trailers()));
    }
    return Values.of(fields.build());
  }

  private static Value tree(Map<String, List<String>> metadata) {
    Struct.Builder fields = Struct.newBuilder();
    metadata.forEach(
        (name, values) -> fields.putFields(name, list(values.stream().map(Values::of).toList())));
    return Values.of(fields.build());
  }

  private static Value tree(Step step) {
    String name =
        switch (step.kind()) {
          case REQUEST -> "request";
          case HALF_CLOSE -> "halfClose";
          case RESPONSE -> "response";
        };
    if (step.kind() == Step.Kind.HALF_CLOSE) {
      return single(name, Values.of(true));
    }
    return step.message() instanceof Body.Json json
        ? single(name, json.tree())
        : single(name + "Base64", Values.of(base64(((Body.Bytes) step.message()).bytes())));
  }

  private static RecordedCall call(JsonObject call) {
    call.only("method", "metadata", "messages", "headers", "status", "description", "trailers");
    String method = call.string("method");
    if (method.lastIndexOf('/') < 1) {
      throw call.wrong("method is \"%s\", expected service/method".formatted(method));
    }
    return new RecordedCall(
        method,
        call.has("metadata") ? metadata(call.object("metadata")) : Map.of(),
        call.objects("messages").stream().map(RecordingFormat::step).toList(),
        call.has("headers") ? metadata(call.object("headers")) : null,
        end(call));
  }

  private static RecordedCall.@Nullable End end(JsonObject call) {
    if (!call.has("status")) {
      return null;
    }
    String code = call.string("status");
    if (Arrays.stream(Status.Code.values()).noneMatch(known -> known.name().equals(code))) {
      throw call.wrong(
          "status is \"%s\", expected one of %s"
              .formatted(code, Arrays.toString(Status.Code.values())));
    }
    return new RecordedCall.End(
        Status.Code.valueOf(code),
        call.has("description") ? call.string("description") : null,
        call.has("trailers") ? metadata(call.object("trailers")) : Map.of());
  }

  private static Step step(JsonObject step) {
    String name = step.onlyName();
    return switch (name) {
      case "request" -> Step.request(new Body.Json(step.value(name)));
      case "response" -> Step.response(new Body.Json(step.value(name)));
      case "requestBase64" -> Step.request(bytes(step, name));
      case "responseBase64" -> Step.response(bytes(step, name));
      case "halfClose" -> Step.HALF_CLOSE;
      default ->
          throw step.wrong(
              "\"%s\" is unknown, expected one of request, requestBase64, response, responseBase64, halfClose"
                  .formatted(name));
    };
  }

  private static Map<String, List<String>> metadata(JsonObject fields) {
    Map<String, List<String>> metadata = new LinkedHashMap<>();
    for (String name : fields.names()) {
      metadata.put(name, fields.strings(name));
    }
    return metadata;
  }

  private static Body bytes(JsonObject step, String name) {
    try {
      return new Body.Bytes(ByteString.copyFrom(Base64.getDecoder().decode(step.string(name))));
    } catch (IllegalArgumentException noBase64) {
      throw step.wrong(name + " is not base64: " + noBase64.getMessage());
    }
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static Value single(String name, Value value) {
    return Values.of(Struct.newBuilder().putFields(name, value).build());
  }

  private static Value list(List<Value> values) {
    return Values.of(ListValue.newBuilder().addAllValues(new ArrayList<>(values)).build());
  }
}
