/**
 * Server CPU time per call of the SDK beside plain grpc-java: all in one run, servers and client
 * apart.
 */
@NullMarked
package dev.grapnel.benchmarks;

import org.jspecify.annotations.NullMarked;
