/**
 * Health checking by grpc.health.v1: checks of your own per service, one answer for the whole
 * server, Watch.
 */
@NullMarked
package dev.grapnel.server.health;

import org.jspecify.annotations.NullMarked;
