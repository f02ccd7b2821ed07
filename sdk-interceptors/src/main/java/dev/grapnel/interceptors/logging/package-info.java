/**
 * One line for each call when it ends, ids in the MDC, and payloads on request.
 *
 * <p>Start at {@link dev.grapnel.interceptors.logging.LoggingInterceptor}; {@link
 * dev.grapnel.interceptors.logging.GRPCLogger} says how and what is logged, {@link
 * dev.grapnel.interceptors.logging.LogFormat} how a line looks. Inside, {@code LoggedCall} is the
 * state of one call, {@code CallLines} decides whether a line is written, {@code TextFormat} and
 * {@code JsonFormat} write it, {@code PayloadPrinter} prints messages, and {@code Escaped} is the
 * one place through which text from the wire passes.
 */
@NullMarked
package dev.grapnel.interceptors.logging;

import org.jspecify.annotations.NullMarked;
