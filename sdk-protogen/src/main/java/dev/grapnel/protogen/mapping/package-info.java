/**
 * Turns classes into messages and enums.
 *
 * <p>{@link dev.grapnel.protogen.mapping.ModelMapper} is the door: asked for a type where it is
 * used, it tells the protobuf type and defines what that needs. {@code Properties} finds what a
 * class holds, {@code KnownTypes} what the JDK's types become, {@code Synthetic} makes the messages
 * that no class stands for, {@code Names} tells what things are called. {@link
 * dev.grapnel.protogen.mapping.SchemaChecks} finds what protoc would refuse of all that was made.
 */
@NullMarked
package dev.grapnel.protogen.mapping;

import org.jspecify.annotations.NullMarked;
