/** A service as it is registered: its definition, its options and where it came from. */
@NullMarked
package dev.grapnel.server.service;

import org.jspecify.annotations.NullMarked;
