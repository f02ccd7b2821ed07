/** Reads classes from class files, without loading them. */
@NullMarked
package dev.grapnel.protogen.classfile;

import org.jspecify.annotations.NullMarked;
