/**
 * Keeps a server useful when more calls come than it can serve: {@link
 * dev.grapnel.server.overload.OverloadOptions} says how many calls may run and wait, and for how
 * long.
 */
@NullMarked
package dev.grapnel.server.overload;

import org.jspecify.annotations.NullMarked;
