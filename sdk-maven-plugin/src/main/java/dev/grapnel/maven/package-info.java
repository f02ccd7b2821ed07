/**
 * The goals of the Maven plugin {@code grapnel}.
 *
 * <p>{@link dev.grapnel.maven.GenerateProtoMojo} writes .proto files before protoc runs, {@link
 * dev.grapnel.maven.CheckProtoMojo} tells whether those that are committed are as the sources say.
 * Both say to {@link dev.grapnel.protogen.cli.ProtoJob} what the POM says to them.
 */
@NullMarked
package dev.grapnel.maven;

import org.jspecify.annotations.NullMarked;
