/**
 * Keeps what strangers send from costing more than it should: {@link
 * dev.grapnel.server.protection.LogFlood} for the log.
 */
@NullMarked
package dev.grapnel.server.protection;

import org.jspecify.annotations.NullMarked;
