package dev.grapnel.samples.crypto.store;

/** The users who own wallets. */
public final class UserRepository {

  private final Database database;

  /** Reads one database. */
  public UserRepository(Database database) {
    this.database = database;
  }

  /** Whether there is a user of this id. */
  public boolean exists(long userId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM users WHERE id = :userId")
                .bind("userId", userId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }
}
