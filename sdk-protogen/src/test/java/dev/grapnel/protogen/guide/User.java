package dev.grapnel.protogen.guide;

// region: model
public record User(int id, String name, String email) {}
// endregion
