/**
 * Services behind TLS and authentication, tested without a key ceremony: {@link
 * dev.grapnel.testing.security.TestAuthority} issues certificates, {@link
 * dev.grapnel.testing.security.TestTokens} tokens, good and forged, and {@link
 * dev.grapnel.testing.security.TestCallContext} runs code as if in a call.
 *
 * <p>Keys are made on the spot; nothing secret is stored with the tests.
 */
@NullMarked
package dev.grapnel.testing.security;

import org.jspecify.annotations.NullMarked;
