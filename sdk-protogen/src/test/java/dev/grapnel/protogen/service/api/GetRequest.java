package dev.grapnel.protogen.service.api;

public record GetRequest(long id) {}
