package dev.grapnel.protogen.template.models;

public record User(int id, String name, String email) {}
