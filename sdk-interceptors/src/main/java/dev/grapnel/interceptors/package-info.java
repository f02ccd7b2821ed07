/** Interceptors. */
@NullMarked
package dev.grapnel.interceptors;

import org.jspecify.annotations.NullMarked;
