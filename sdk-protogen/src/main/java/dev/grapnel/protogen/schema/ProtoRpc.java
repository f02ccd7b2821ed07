package dev.grapnel.protogen.schema;

import org.jspecify.annotations.Nullable;

/**
 * A method of a service.
 *
 * @param key what the lock knows it by: the Java method, or the operation of a template
 * @param name the protobuf name
 * @param request the message it takes: {@link ProtoType.MessageOf} or {@link ProtoType.External}
 * @param response the message it answers with, likewise
 * @param clientStreaming whether requests are a stream
 * @param serverStreaming whether responses are a stream
 * @param idempotency what may be assumed of repeating it
 * @param http how it looks in HTTP; null if it does not say
 * @param comment its comment; null for none
 * @param origin where it comes from
 */
public record ProtoRpc(
    String key,
    String name,
    ProtoType request,
    ProtoType response,
    boolean clientStreaming,
    boolean serverStreaming,
    Idempotency idempotency,
    @Nullable HttpRule http,
    @Nullable String comment,
    Origin origin) {

  /** What may be assumed of repeating a call. */
  public enum Idempotency {
    /** Nothing. */
    UNKNOWN,
    /** It changes nothing. */
    NO_SIDE_EFFECTS,
    /** Twice is as good as once. */
    IDEMPOTENT
  }
}
