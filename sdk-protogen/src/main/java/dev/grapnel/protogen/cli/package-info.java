/**
 * The command {@code protogen}, and the job that it has in common with the Maven plugin.
 *
 * <p>{@link dev.grapnel.protogen.cli.ProtoJob} finds and selects classes, generates, compares and
 * writes. {@link dev.grapnel.protogen.cli.Protogen} is the command around it: options, output and
 * exit codes. What other packages do for both goes through {@code Engine}.
 */
@NullMarked
package dev.grapnel.protogen.cli;

import org.jspecify.annotations.NullMarked;
