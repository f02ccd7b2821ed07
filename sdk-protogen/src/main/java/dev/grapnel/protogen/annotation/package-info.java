/**
 * What a model says of its protobuf form, where the defaults are not wanted.
 *
 * <p>All annotations are read from class files and sources; none is needed at run time by name.
 */
@NullMarked
package dev.grapnel.protogen.annotation;

import org.jspecify.annotations.NullMarked;
