package dev.grapnel.protogen.template.models;

import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.annotation.Resource.Operation;

/** Is only read, has another id, and no regular plural. */
@Resource(
    id = "code",
    plural = "People",
    operations = {Operation.LIST, Operation.GET})
public record Person(String code, String name) {}
