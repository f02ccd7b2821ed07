/**
 * The client's front door: {@link dev.grapnel.client.GRPCClient} and its {@link
 * dev.grapnel.client.GRPCClientBuilder}.
 */
@NullMarked
package dev.grapnel.client;

import org.jspecify.annotations.NullMarked;
