package dev.grapnel.protogen.service.api;

public record User(long id, String name) {}
