/** What every call of a client gets: its time-out. */
@NullMarked
package dev.grapnel.client.call;

import org.jspecify.annotations.NullMarked;
