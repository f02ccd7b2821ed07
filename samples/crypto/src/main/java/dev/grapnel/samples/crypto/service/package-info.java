/** The gRPC side: {@code crypto.CryptoService}, its checks, and its discovery. */
@NullMarked
package dev.grapnel.samples.crypto.service;

import org.jspecify.annotations.NullMarked;
