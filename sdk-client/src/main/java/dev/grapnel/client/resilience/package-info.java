/**
 * Circuit breakers, bulkheads and rate limiters of resilience4j for the calls of a client.
 *
 * <p>Needs {@code io.github.resilience4j:resilience4j-circuitbreaker}, {@code -bulkhead}, {@code
 * -ratelimiter} or {@code -micrometer}, each only where it is used.
 */
@NullMarked
package dev.grapnel.client.resilience;

import org.jspecify.annotations.NullMarked;
