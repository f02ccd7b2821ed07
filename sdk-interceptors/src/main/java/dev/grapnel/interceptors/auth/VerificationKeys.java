package dev.grapnel.interceptors.auth;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The keys that tokens may be signed with. Thread-safe; never blocks. */
interface VerificationKeys extends AutoCloseable {

  /** Returns what tokens may be signed with. */
  List<JwtAlgorithm> algorithms();

  /** Begins to fetch keys, where they are fetched. */
  void start();

  /**
   * Finds the key of a token.
   *
   * @param algorithm what the token claims to be signed with; one that is accepted
   * @param keyId the key that it names, if it does
   * @return a key for that algorithm
   * @throws Rejection if there is none, or none yet
   */
  VerificationKey find(JwtAlgorithm algorithm, @Nullable String keyId);

  /** Tells when there are keys; fails if the keys are closed before. */
  CompletionStage<Void> ready();

  @Override
  void close();
}
