/** The database that all apps share. */
@NullMarked
package dev.grapnel.samples.hub.store;

import org.jspecify.annotations.NullMarked;
