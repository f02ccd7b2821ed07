package dev.grapnel.samples.crypto.store;

/** The ledger contract on a real PostgreSQL. */
class PostgresLedgerIT extends LedgerContract {

  @Override
  DatabaseAddress freshDatabase() {
    return TestPostgres.freshDatabase();
  }
}
