/**
 * Services for models.
 *
 * <p>{@link dev.grapnel.protogen.template.Template} names their shapes, {@link
 * dev.grapnel.protogen.template.CrudTemplate} makes them: it reads what a model says of itself into
 * a {@code Model}, and a {@code Shape} makes the calls and messages of it.
 */
@NullMarked
package dev.grapnel.protogen.template;

import org.jspecify.annotations.NullMarked;
