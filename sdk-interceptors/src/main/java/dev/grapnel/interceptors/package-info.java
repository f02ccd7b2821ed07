/**
 * Interceptors for both sides, one package per concern, and what puts them together: {@link
 * dev.grapnel.interceptors.ServerChain} and {@link dev.grapnel.interceptors.ClientChain} give them
 * their order, {@link dev.grapnel.interceptors.SelectInterceptor} applies one to some calls only.
 *
 * <p>All are plain grpc-java interceptors. Those of the packages {@code auth}, {@code metrics},
 * {@code tracing}, {@code limits} and {@code validation} may need a library that you add to your
 * own dependencies; each package says which.
 */
@NullMarked
package dev.grapnel.interceptors;

import org.jspecify.annotations.NullMarked;
