/**
 * What is known of the call that runs now: {@link dev.grapnel.core.call.CallContext}, and {@link
 * dev.grapnel.core.call.CallScopeInterceptor}, which puts it around every callback and sends
 * failures as they should be sent.
 */
@NullMarked
package dev.grapnel.core.call;

import org.jspecify.annotations.NullMarked;
