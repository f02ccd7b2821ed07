package dev.grapnel.core.config;

/**
 * Whether calls are authenticated. The interceptor that does it is added to the server's builder; a
 * server that is told to authenticate and has none does not start.
 *
 * @param enabled whether calls are authenticated at all
 * @param requireAuth whether every method needs a principal; otherwise methods decide for
 *     themselves
 * @param jwtAlgorithm the one signature algorithm that is accepted, for example {@code HS256}
 */
public record AuthConfig(boolean enabled, boolean requireAuth, String jwtAlgorithm) {}
