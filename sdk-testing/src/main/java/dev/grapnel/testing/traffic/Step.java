package dev.grapnel.testing.traffic;

import com.google.protobuf.ByteString;

/** One thing that passed. */
record Step(Kind kind, Body message) {

  static final Step HALF_CLOSE = new Step(Kind.HALF_CLOSE, new Body.Bytes(ByteString.EMPTY));

  enum Kind {
    REQUEST,
    HALF_CLOSE,
    RESPONSE
  }

  static Step request(Body message) {
    return new Step(Kind.REQUEST, message);
  }

  static Step response(Body message) {
    return new Step(Kind.RESPONSE, message);
  }
}
