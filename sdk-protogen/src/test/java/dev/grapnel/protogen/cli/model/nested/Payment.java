package dev.grapnel.protogen.cli.model.nested;

public sealed interface Payment {

  record Cash(long amount) implements Payment {}

  record Card(String number) implements Payment {}
}
