/**
 * Validation of requests: {@link dev.grapnel.interceptors.validation.ValidationInterceptor} checks
 * every message before the handler sees it, by protovalidate rules in the schema and by {@link
 * dev.grapnel.interceptors.validation.RequestValidator} in Java.
 */
@NullMarked
package dev.grapnel.interceptors.validation;

import org.jspecify.annotations.NullMarked;
