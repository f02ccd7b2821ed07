/**
 * Services for models.
 *
 * <p>{@link dev.grapnel.protogen.template.Template} names their shapes.
 */
@NullMarked
package dev.grapnel.protogen.template;

import org.jspecify.annotations.NullMarked;
