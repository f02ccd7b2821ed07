package dev.grapnel.samples.crypto.store;

/** The ledger contract on H2 in memory. */
class H2LedgerTest extends LedgerContract {

  @Override
  DatabaseAddress freshDatabase() {
    return DatabaseAddress.inMemory();
  }
}
