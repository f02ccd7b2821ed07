/** The database: opening it, its migrations, and one repository per thing kept in it. */
@NullMarked
package dev.grapnel.samples.crypto.store;

import org.jspecify.annotations.NullMarked;
