/**
 * Java classes as they are declared, the same whether a class file or source text was read.
 *
 * <p>{@link dev.grapnel.protogen.model.ClassSource} finds classes by name; nothing is ever loaded
 * or run. {@link dev.grapnel.protogen.model.JavaClass} is a declaration, {@link
 * dev.grapnel.protogen.model.JavaType} a type as it is used.
 */
@NullMarked
package dev.grapnel.protogen.model;

import org.jspecify.annotations.NullMarked;
