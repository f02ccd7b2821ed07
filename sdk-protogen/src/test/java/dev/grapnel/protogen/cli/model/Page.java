package dev.grapnel.protogen.cli.model;

import java.util.List;

public record Page<T>(List<T> items) {}
