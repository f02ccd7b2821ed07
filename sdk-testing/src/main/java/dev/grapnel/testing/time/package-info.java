/**
 * Time that stands still until a test moves it: deadlines, backoff and token expiry without a
 * single sleep. {@link dev.grapnel.testing.time.VirtualClock} is the front door.
 */
@NullMarked
package dev.grapnel.testing.time;

import org.jspecify.annotations.NullMarked;
