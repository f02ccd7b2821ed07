/**
 * Which threads run handlers: {@link dev.grapnel.server.executor.CallExecutor}, per server, service
 * or method.
 */
@NullMarked
package dev.grapnel.server.executor;

import org.jspecify.annotations.NullMarked;
