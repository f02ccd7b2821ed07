package dev.grapnel.protogen.corpus.google;

import dev.grapnel.protogen.corpus.other.Address;
import java.time.Instant;
import java.util.List;

/** In a package that is called as the first part of others. */
public record Shadow(Instant when, Address where, List<Address.Kind> kinds) {}
