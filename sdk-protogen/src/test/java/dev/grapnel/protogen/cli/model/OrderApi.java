package dev.grapnel.protogen.cli.model;

import dev.grapnel.protogen.annotation.ProtoService;

@ProtoService
public interface OrderApi {
  Order find(long id);
}
