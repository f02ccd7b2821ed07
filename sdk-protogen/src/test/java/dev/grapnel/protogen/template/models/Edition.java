package dev.grapnel.protogen.template.models;

import dev.grapnel.protogen.annotation.Resource;

/** Has a resource name and a parent. */
@Resource(id = "name", parent = "publishers/{publisher}")
public record Edition(String name, int year, String etag) {}
