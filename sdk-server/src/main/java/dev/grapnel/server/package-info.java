/**
 * The server's front door: {@link dev.grapnel.server.GRPCServer} and its {@link
 * dev.grapnel.server.GRPCServerBuilder}; {@link dev.grapnel.server.BaseService} for the services on
 * it.
 */
@NullMarked
package dev.grapnel.server;

import org.jspecify.annotations.NullMarked;
