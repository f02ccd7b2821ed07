/**
 * Reads .proto text as descriptors, with Wire's parser: {@link
 * dev.grapnel.protogen.breaking.protofile.ProtoFiles} takes texts, {@code WireFile} turns what Wire
 * read of one into a descriptor whose type names are as written, and {@code Linker} resolves them
 * as protoc does. Wire is known nowhere else, and need not be there unless text is read.
 */
@NullMarked
package dev.grapnel.protogen.breaking.protofile;

import org.jspecify.annotations.NullMarked;
