/** Policies as plain values: they say what should happen, servers and clients make it happen. */
@NullMarked
package dev.grapnel.core.policy;

import org.jspecify.annotations.NullMarked;
