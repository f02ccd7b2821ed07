/**
 * Who calls, and what they may.
 *
 * <p>On a server {@link dev.grapnel.interceptors.auth.AuthInterceptor} asks each {@link
 * dev.grapnel.interceptors.auth.Authenticator} who calls: {@link
 * dev.grapnel.interceptors.auth.JwtAuthenticator}, {@link
 * dev.grapnel.interceptors.auth.ApiKeyAuthenticator}, {@link
 * dev.grapnel.interceptors.auth.MutualTlsAuthenticator} or one of your own. {@link
 * dev.grapnel.interceptors.auth.AccessRules} say whether that is enough for the method; an {@link
 * dev.grapnel.interceptors.auth.Access} is what one rule asks for. Clients show who they are by
 * {@link dev.grapnel.interceptors.auth.ClientAuthInterceptor} on a channel or {@link
 * dev.grapnel.interceptors.auth.BearerCredentials} on a stub, with tokens from a {@link
 * dev.grapnel.interceptors.auth.TokenSource}.
 *
 * <p>Tokens need {@code com.auth0:java-jwt} on the class path, key sets {@code com.auth0:jwks-rsa}
 * as well. The log is {@code grpc.auth}.
 */
@NullMarked
package dev.grapnel.interceptors.auth;

import org.jspecify.annotations.NullMarked;
