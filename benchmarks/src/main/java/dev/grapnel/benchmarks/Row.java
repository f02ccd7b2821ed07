package dev.grapnel.benchmarks;

/** What a table has one row of. */
interface Row {

  /** Its name, for people. */
  String label();

  /** Plain grpc-java on the same executor. */
  Row sameExecutor();
}
