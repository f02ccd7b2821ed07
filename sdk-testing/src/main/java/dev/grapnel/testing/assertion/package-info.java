/**
 * AssertJ assertions on what a client sees of its calls.
 *
 * <p>{@link dev.grapnel.testing.assertion.GrpcAssertions} is the way in. Needs AssertJ on the class
 * path.
 */
@NullMarked
package dev.grapnel.testing.assertion;

import org.jspecify.annotations.NullMarked;
