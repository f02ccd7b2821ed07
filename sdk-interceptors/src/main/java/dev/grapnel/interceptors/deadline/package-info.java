/**
 * How long calls may take: {@link dev.grapnel.interceptors.deadline.DeadlineInterceptor} on the
 * server, {@link dev.grapnel.interceptors.deadline.ClientDeadlineInterceptor} on the client.
 */
@NullMarked
package dev.grapnel.interceptors.deadline;

import org.jspecify.annotations.NullMarked;
