/**
 * What is wrong with a server that would start all the same: {@link
 * dev.grapnel.server.doctor.Doctor} looks at its settings and its class path, and tells {@link
 * dev.grapnel.server.doctor.Finding}s with what, why and how to mend.
 */
@NullMarked
package dev.grapnel.server.doctor;

import org.jspecify.annotations.NullMarked;
