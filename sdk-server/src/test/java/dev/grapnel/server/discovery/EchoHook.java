package dev.grapnel.server.discovery;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.HandlersHook;

/** A hook that configuration can name. */
public final class EchoHook implements HandlersHook {

  @Override
  public void register(GRPCServerBuilder server) {
    server.addService(new EchoService(text -> "hook " + text));
  }
}
