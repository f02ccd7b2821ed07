/**
 * The kit in JUnit: {@link dev.grapnel.testing.junit.GrpcTest} runs services around each test and
 * hands stubs to fields and parameters, {@link dev.grapnel.testing.junit.GrpcExtension} is the same
 * in code. The one package that imports JUnit.
 */
@NullMarked
package dev.grapnel.testing.junit;

import org.jspecify.annotations.NullMarked;
