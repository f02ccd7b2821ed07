/** A crypto market and wallet service: the server's and the demo client's entry points. */
@NullMarked
package dev.grapnel.samples.crypto;

import org.jspecify.annotations.NullMarked;
