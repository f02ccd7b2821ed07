/**
 * Turns classes into messages and enums.
 *
 * <p>{@link dev.grapnel.protogen.mapping.ModelMapper} is the door: asked for a type where it is
 * used, it tells the protobuf type and defines what that needs. {@code Properties} finds what a
 * class holds, {@code KnownTypes} what the JDK's types become, {@code Names} what things are
 * called.
 */
@NullMarked
package dev.grapnel.protogen.mapping;

import org.jspecify.annotations.NullMarked;
