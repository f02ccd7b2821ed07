package dev.grapnel.protogen.modelservice;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.grapnel.core.error.FieldViolations;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCallHandler;
import org.jspecify.annotations.Nullable;

/** Filters and pages in the metadata of a call, as JSON: where django-socio-grpc has them, too. */
final class MetadataTerms {

  static final String FILTERS = "filters";
  static final String PAGINATION = "pagination";

  private static final Context.Key<Metadata> OF_CALL = Context.key("grapnel-list-metadata");

  private MetadataTerms() {}

  /** Throws if there is nothing to read JSON with. */
  static void check() {
    try {
      JsonFormat.parser();
    } catch (NoClassDefFoundError missing) {
      throw new IllegalArgumentException(
          "metadata of lists needs com.google.protobuf:protobuf-java-util on the class path",
          missing);
    }
  }

  /** A handler whose call knows its metadata. */
  static ServerCallHandler<Message, Message> known(ServerCallHandler<Message, Message> handler) {
    return (call, metadata) ->
        Contexts.interceptCall(
            Context.current().withValue(OF_CALL, metadata), call, metadata, handler);
  }

  /** What the call that is answered has under a name; null if it has nothing. */
  static @Nullable Struct read(String name, FieldViolations violations) {
    Metadata metadata = OF_CALL.get();
    String json =
        metadata == null
            ? null
            : metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    if (json == null) {
      return null;
    }
    Struct.Builder read = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json, read);
      return read.build();
    } catch (InvalidProtocolBufferException malformed) {
      violations.add(name, "in the metadata must be a JSON object");
      return null;
    }
  }
}
