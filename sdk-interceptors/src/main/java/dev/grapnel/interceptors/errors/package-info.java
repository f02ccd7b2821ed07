/**
 * Failures with typed details on both sides: {@link
 * dev.grapnel.interceptors.errors.ErrorInterceptor}.
 */
@NullMarked
package dev.grapnel.interceptors.errors;

import org.jspecify.annotations.NullMarked;
