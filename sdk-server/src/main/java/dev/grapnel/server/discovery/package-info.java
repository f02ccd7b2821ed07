/**
 * Finds services by themselves: an app implements {@link dev.grapnel.server.discovery.AppHandlers}
 * and names it in {@code META-INF/services}. Every step is told at DEBUG by the logger {@code
 * grpc.discovery}.
 */
@NullMarked
package dev.grapnel.server.discovery;

import org.jspecify.annotations.NullMarked;
