package dev.grapnel.interceptors.metrics;

/** Which end of the calls is measured; one registry can hold both. */
enum Side {
  SERVER("grpc."),
  CLIENT("grpc.client.");

  private final String prefix;

  Side(String prefix) {
    this.prefix = prefix;
  }

  String name(String rest) {
    return prefix + rest;
  }
}
