/**
 * Scripted services for tests of code that calls gRPC.
 *
 * <p>{@link dev.grapnel.testing.fake.FakeService} is the door: {@code when} says what a method
 * answers, {@code expect} also that it must be called, {@code received} tells what came, {@code
 * verify} fails with everything that was missing. {@link dev.grapnel.testing.fake.Script} is one
 * rule, {@link dev.grapnel.testing.fake.Reply} one answer with headers, delays and trailers.
 */
@NullMarked
package dev.grapnel.testing.fake;

import org.jspecify.annotations.NullMarked;
