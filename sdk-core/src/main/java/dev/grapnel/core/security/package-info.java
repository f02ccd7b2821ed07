/**
 * Who talks to whom: {@link dev.grapnel.core.security.TransportSecurity} says how a connection is
 * protected, {@link dev.grapnel.core.security.TransportCredentials} makes it so and follows changed
 * files, {@link dev.grapnel.core.security.Principal} is who a call was authenticated as.
 */
@NullMarked
package dev.grapnel.core.security;

import org.jspecify.annotations.NullMarked;
