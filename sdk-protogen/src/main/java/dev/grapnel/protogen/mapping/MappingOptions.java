package dev.grapnel.protogen.mapping;

/**
 * How classes are mapped. Immutable.
 *
 * @param packages which package things go to
 * @param allPresent whether all scalars can be absent, annotated or not
 * @param allJsonNames whether every JSON name is kept as the Java name is
 */
public record MappingOptions(PackageNames packages, boolean allPresent, boolean allJsonNames) {}
