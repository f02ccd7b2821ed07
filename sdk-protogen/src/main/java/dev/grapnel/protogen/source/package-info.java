/**
 * Reads classes from source text, by the compiler of the JDK.
 *
 * <p>{@link dev.grapnel.protogen.source.JavaSources} reads folders of sources, {@link
 * dev.grapnel.protogen.source.JavaElements} what an annotation processor is shown. What they tell
 * equals what the class files would tell, with comments, lines and parameter names.
 */
@NullMarked
package dev.grapnel.protogen.source;

import org.jspecify.annotations.NullMarked;
