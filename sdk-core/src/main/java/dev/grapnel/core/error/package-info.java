/**
 * The error model: {@link dev.grapnel.core.error.RpcException} is what handlers throw and clients
 * catch, {@link dev.grapnel.core.error.ErrorDetails} are its typed google.rpc details, {@link
 * dev.grapnel.core.error.ExceptionMapper} turns other exceptions into it, {@link
 * dev.grapnel.core.error.StatusTrailers} are the details on their way.
 */
@NullMarked
package dev.grapnel.core.error;

import org.jspecify.annotations.NullMarked;
