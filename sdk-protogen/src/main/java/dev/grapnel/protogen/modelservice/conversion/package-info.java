/**
 * Models into messages and back, by reflection over the class and the descriptor.
 *
 * <p>{@link dev.grapnel.protogen.modelservice.conversion.ModelConverter} is the door, and {@link
 * dev.grapnel.protogen.modelservice.conversion.UnfitValueException} what a message gets that does
 * not fit. Nothing outside knows more of it, so that generated codecs can take its place.
 */
@NullMarked
package dev.grapnel.protogen.modelservice.conversion;

import org.jspecify.annotations.NullMarked;
