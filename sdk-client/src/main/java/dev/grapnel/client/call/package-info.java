/**
 * What every call of a client gets: its time-out, credentials, compression; and streaming calls for
 * threads that wait.
 */
@NullMarked
package dev.grapnel.client.call;

import org.jspecify.annotations.NullMarked;
