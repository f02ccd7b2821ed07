package dev.grapnel.protogen.service.api;

public record StoreResponse(int stored) {}
