package dev.grapnel.samples.crypto.store;

/** The repository contract on a real PostgreSQL. */
class PostgresRepositoryIT extends RepositoryContract {

  @Override
  DatabaseAddress freshDatabase() {
    return TestPostgres.freshDatabase();
  }
}
