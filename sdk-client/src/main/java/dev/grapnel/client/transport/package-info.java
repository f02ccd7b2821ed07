/** Channels over Netty; the one package of the client that knows it, but for the DNS look-up. */
@NullMarked
package dev.grapnel.client.transport;

import org.jspecify.annotations.NullMarked;
