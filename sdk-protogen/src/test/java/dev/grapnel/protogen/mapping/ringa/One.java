package dev.grapnel.protogen.mapping.ringa;

import dev.grapnel.protogen.mapping.ringb.Two;

/** Needs the other package. */
public record One(Two two) {}
