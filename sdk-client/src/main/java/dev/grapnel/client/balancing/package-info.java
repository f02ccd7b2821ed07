/** How calls are spread over the addresses of a target. */
@NullMarked
package dev.grapnel.client.balancing;

import org.jspecify.annotations.NullMarked;
