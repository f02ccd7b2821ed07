/**
 * Makes .proto files of Java types.
 *
 * <p>{@link dev.grapnel.protogen.ProtoGenerator} is the door. What it makes is in {@link
 * dev.grapnel.protogen.GeneratedProtos}; what is wrong with the types in {@link
 * dev.grapnel.protogen.ProtoGenerationException}.
 */
@NullMarked
package dev.grapnel.protogen;

import org.jspecify.annotations.NullMarked;
