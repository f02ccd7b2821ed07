/** What a client sees of its calls: which were made, how they ended, which are still open. */
@NullMarked
package dev.grapnel.testing.call;

import org.jspecify.annotations.NullMarked;
