/**
 * Who calls, and what they may. {@link dev.grapnel.interceptors.auth.AuthInterceptor} asks each
 * {@link dev.grapnel.interceptors.auth.Authenticator} who calls, and {@link
 * dev.grapnel.interceptors.auth.AccessRules} whether that is enough for the method; an {@link
 * dev.grapnel.interceptors.auth.Access} is what one rule asks for. Its log is {@code grpc.auth}.
 */
@NullMarked
package dev.grapnel.interceptors.auth;

import org.jspecify.annotations.NullMarked;
