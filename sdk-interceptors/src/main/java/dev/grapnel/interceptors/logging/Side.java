package dev.grapnel.interceptors.logging;

import io.grpc.Status;

/** On which side of a call a line is written, and what is a fault there. */
enum Side {
  SERVER("server") {
    @Override
    boolean isFault(Status.Code code) {
      return isServersFault(code);
    }
  },
  CLIENT("client") {
    @Override
    boolean isFault(Status.Code code) {
      return isServersFault(code)
          || code == Status.Code.RESOURCE_EXHAUSTED
          || code == Status.Code.UNIMPLEMENTED;
    }
  };

  private final String word;

  Side(String word) {
    this.word = word;
  }

  /** Tells whether somebody has to look at a call that ended so; see {@link GRPCLogger}. */
  abstract boolean isFault(Status.Code code);

  /** How lines name it. */
  String word() {
    return word;
  }

  private static boolean isServersFault(Status.Code code) {
    return switch (code) {
      case UNKNOWN, INTERNAL, DATA_LOSS, UNAVAILABLE, DEADLINE_EXCEEDED -> true;
      default -> false;
    };
  }
}
