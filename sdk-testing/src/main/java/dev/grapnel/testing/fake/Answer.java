package dev.grapnel.testing.fake;

import io.grpc.ServerCallHandler;

/** What a script does with one call. */
sealed interface Answer<ReqT, RespT> {

  /** Played when the client has half-closed. */
  record Scripted<ReqT, RespT>(Reply<? extends RespT> reply) implements Answer<ReqT, RespT> {}

  /** Sees the call from its start. */
  record Interactive<ReqT, RespT>(ServerCallHandler<ReqT, RespT> handler)
      implements Answer<ReqT, RespT> {}
}
