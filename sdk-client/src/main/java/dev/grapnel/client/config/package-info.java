/** What holds for single services and methods. */
@NullMarked
package dev.grapnel.client.config;

import org.jspecify.annotations.NullMarked;
