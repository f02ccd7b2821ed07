package dev.grapnel.protogen.service;

import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import java.util.List;
import java.util.Optional;

/**
 * What a method is as a call.
 *
 * @param streamed the type of each request, if requests are a stream
 * @param parameters the data of the request, if it is no stream
 * @param response the type of the response, or of each; {@code void} for nothing
 * @param serverStreaming whether responses are a stream
 */
record Call(
    Optional<JavaType> streamed,
    List<JavaParameter> parameters,
    JavaType response,
    boolean serverStreaming) {}
