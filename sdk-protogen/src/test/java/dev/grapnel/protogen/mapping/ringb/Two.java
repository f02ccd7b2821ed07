package dev.grapnel.protogen.mapping.ringb;

import dev.grapnel.protogen.mapping.ringa.One;
import java.util.List;

/** Needs the other package. */
public record Two(List<One> back) {}
