/** Starting, serving, draining, stopping; and where time comes from. */
@NullMarked
package dev.grapnel.core.lifecycle;

import org.jspecify.annotations.NullMarked;
