/** The smallest whole thing: a service, its server and its client. */
@NullMarked
package dev.grapnel.samples.hello;

import org.jspecify.annotations.NullMarked;
