/**
 * How targets become addresses: {@link dev.grapnel.client.resolver.Targets} and one resolver with
 * two seams, where the list of servers comes from and who knows the addresses of a name.
 */
@NullMarked
package dev.grapnel.client.resolver;

import org.jspecify.annotations.NullMarked;
