/**
 * Turns constraints of Jakarta Validation into those of protovalidate.
 *
 * <p>{@link dev.grapnel.protogen.constraint.JakartaConstraints} reads the annotations of a
 * property; {@code ...Rules} turn them into rules for a kind of field. {@link
 * dev.grapnel.protogen.constraint.RuleOptions} puts rules into descriptors, and is the only one
 * that needs protovalidate.
 */
@NullMarked
package dev.grapnel.protogen.constraint;

import org.jspecify.annotations.NullMarked;
