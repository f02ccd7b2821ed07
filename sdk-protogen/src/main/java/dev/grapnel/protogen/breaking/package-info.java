/**
 * Compares schemas with what was published before, so that no caller is broken.
 *
 * <ul>
 *   <li>{@link dev.grapnel.protogen.breaking.BreakingRules} finds what breaks callers;
 *   <li>{@link dev.grapnel.protogen.breaking.Published} reads what was published: of a git
 *       revision, a jar or a folder;
 *   <li>{@link dev.grapnel.protogen.breaking.ProtoImport} takes the numbers of an existing .proto
 *       over;
 *   <li>{@link dev.grapnel.protogen.breaking.protofile} reads .proto text.
 * </ul>
 */
@NullMarked
package dev.grapnel.protogen.breaking;

import org.jspecify.annotations.NullMarked;
