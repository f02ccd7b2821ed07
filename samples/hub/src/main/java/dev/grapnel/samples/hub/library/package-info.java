/** The app "library": its model, where that is kept, its service, and what registers it. */
@NullMarked
package dev.grapnel.samples.hub.library;

import org.jspecify.annotations.NullMarked;
