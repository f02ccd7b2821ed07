/** A hub of apps with model services, each from a record to a tested service. */
@NullMarked
package dev.grapnel.samples.hub;

import org.jspecify.annotations.NullMarked;
