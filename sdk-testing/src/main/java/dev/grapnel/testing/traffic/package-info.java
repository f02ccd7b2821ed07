/**
 * Real traffic as a fixture: {@link dev.grapnel.testing.traffic.TrafficRecorder} sees calls, {@link
 * dev.grapnel.testing.traffic.Recording} keeps them in a JSON file that people can review, and
 * answers with them in a test.
 */
@NullMarked
package dev.grapnel.testing.traffic;

import org.jspecify.annotations.NullMarked;
