/**
 * The front doors of the test kit: {@link dev.grapnel.testing.GRPCTestClient} runs services for a
 * test, {@link dev.grapnel.testing.FakeChannel} is the same in one line.
 *
 * <p>Beside them: {@code junit} (the extension), {@code fake} (scripted services), {@code fault}
 * (things that go wrong on purpose), {@code time} (a virtual clock), {@code assertion} (AssertJ),
 * {@code security} (certificates, tokens, call contexts), {@code traffic} (record and replay),
 * {@code call} (what is known of each call).
 */
@NullMarked
package dev.grapnel.testing;

import org.jspecify.annotations.NullMarked;
