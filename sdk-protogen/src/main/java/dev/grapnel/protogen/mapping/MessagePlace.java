package dev.grapnel.protogen.mapping;

/**
 * The message that a field is made for.
 *
 * @param packageName its protobuf package
 * @param name its protobuf name
 * @param key what the lock knows it by
 */
public record MessagePlace(String packageName, String name, String key) {}
