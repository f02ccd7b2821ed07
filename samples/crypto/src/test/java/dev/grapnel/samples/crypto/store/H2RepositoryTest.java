package dev.grapnel.samples.crypto.store;

/** The repository contract on H2 in memory. */
class H2RepositoryTest extends RepositoryContract {

  @Override
  DatabaseAddress freshDatabase() {
    return DatabaseAddress.inMemory();
  }
}
