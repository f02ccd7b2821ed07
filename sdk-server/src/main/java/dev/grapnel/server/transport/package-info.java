/**
 * The network below the calls: {@link dev.grapnel.server.transport.ConnectionOptions} says what a
 * connection may cost and how long it may live; the only package that knows Netty.
 */
@NullMarked
package dev.grapnel.server.transport;

import org.jspecify.annotations.NullMarked;
