/**
 * Limits on the server: {@link dev.grapnel.interceptors.limits.RateLimitInterceptor} lets so many
 * calls start in a period, {@link dev.grapnel.interceptors.limits.ConcurrencyLimitInterceptor} lets
 * so many run at a time.
 *
 * <p>{@link dev.grapnel.interceptors.limits.LimitKey} says whose calls are counted together. What
 * is over a limit is refused with RESOURCE_EXHAUSTED before any request message is read, and told
 * when to come again. Leave health checks out: an orchestrator that is refused takes the server for
 * dead.
 */
@NullMarked
package dev.grapnel.interceptors.limits;

import org.jspecify.annotations.NullMarked;
