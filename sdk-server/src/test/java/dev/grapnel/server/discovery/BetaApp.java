package dev.grapnel.server.discovery;

import dev.grapnel.server.EchoService;

/** An app that brings the same service as {@link AlphaApp}. */
public final class BetaApp implements AppHandlers {

  @Override
  public String app() {
    return "beta";
  }

  @Override
  public void register(AppHandlerRegistry registry) {
    registry.register(new EchoService(text -> "beta " + text));
  }
}
