/**
 * Streams for handlers that would rather wait than be called back: {@link
 * dev.grapnel.server.stream.BlockingStream} runs a body on a thread of its own, with a writer that
 * waits for the client and a reader that waits for messages.
 */
@NullMarked
package dev.grapnel.server.stream;

import org.jspecify.annotations.NullMarked;
