/** A client of {@code crypto.CryptoService} with one plain method per RPC. */
@NullMarked
package dev.grapnel.samples.crypto.client;

import org.jspecify.annotations.NullMarked;
