/** What is wrong with a model, told with a code, a place, a reason and a way out. */
@NullMarked
package dev.grapnel.protogen.diagnostic;

import org.jspecify.annotations.NullMarked;
