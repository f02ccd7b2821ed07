/**
 * How targets become addresses: {@link dev.grapnel.client.resolver.Targets} and the resolver of
 * fixed lists.
 */
@NullMarked
package dev.grapnel.client.resolver;

import org.jspecify.annotations.NullMarked;
