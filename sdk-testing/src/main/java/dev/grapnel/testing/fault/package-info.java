/**
 * Things that go wrong on purpose.
 *
 * <p>{@link dev.grapnel.testing.fault.FaultInjector} puts faults on single calls, through
 * interceptors, repeatable by a seed. {@link dev.grapnel.testing.fault.FaultProxy} stands between
 * real sockets and breaks connections.
 */
@NullMarked
package dev.grapnel.testing.fault;

import org.jspecify.annotations.NullMarked;
