/** Prices that move on their own, and the board on which the newest are read. */
@NullMarked
package dev.grapnel.samples.crypto.market;

import org.jspecify.annotations.NullMarked;
