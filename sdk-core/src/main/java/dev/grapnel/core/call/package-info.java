/**
 * What is known of the call that runs now: {@link dev.grapnel.core.call.CallContext}, and {@link
 * dev.grapnel.core.call.CallScopeInterceptor}, which puts it around every callback and sends
 * failures as they should be sent. {@link dev.grapnel.core.call.FailureInterceptor} does the latter
 * next to the handler, so that the interceptors between the two see how each call ends. {@link
 * dev.grapnel.core.call.CallSelector} says which calls something applies to.
 */
@NullMarked
package dev.grapnel.core.call;

import org.jspecify.annotations.NullMarked;
