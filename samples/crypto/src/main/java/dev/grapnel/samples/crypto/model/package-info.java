/** What the service is about: coins, wallets, portfolios and movements, free of gRPC and SQL. */
@NullMarked
package dev.grapnel.samples.crypto.model;

import org.jspecify.annotations.NullMarked;
