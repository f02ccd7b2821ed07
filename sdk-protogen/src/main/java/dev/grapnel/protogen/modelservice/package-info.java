/**
 * Services for models at run time, without a line of code for each method.
 *
 * <p>A service is a {@link dev.grapnel.protogen.modelservice.GenericService}, usually a {@link
 * dev.grapnel.protogen.modelservice.ReadOnlyModelService} or {@link
 * dev.grapnel.protogen.modelservice.ModelService}; others choose from {@link
 * dev.grapnel.protogen.modelservice.ListService} to {@link
 * dev.grapnel.protogen.modelservice.StreamService}. It reads and writes through a {@link
 * dev.grapnel.protogen.modelservice.ModelRepository}, and its messages are made by a {@link
 * dev.grapnel.protogen.modelservice.ModelSerializer}.
 */
@NullMarked
package dev.grapnel.protogen.modelservice;

import org.jspecify.annotations.NullMarked;
