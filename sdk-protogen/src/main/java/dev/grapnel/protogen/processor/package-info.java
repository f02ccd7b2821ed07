/**
 * Makes .proto files while the models are compiled.
 *
 * <p>{@link dev.grapnel.protogen.processor.ProtoProcessor} is the annotation processor; it does
 * nothing unless one of its options is set.
 */
@NullMarked
package dev.grapnel.protogen.processor;

import org.jspecify.annotations.NullMarked;
