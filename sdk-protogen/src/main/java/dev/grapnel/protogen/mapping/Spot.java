package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;

/**
 * Where a type is used, and what is wished for there.
 *
 * @param packageName the protobuf package of the message
 * @param name what a message made for it is called after: {@code OrderLines}
 * @param key what a message made for it is known by
 * @param annotations the annotations of the property or parameter
 * @param origin for findings
 */
record Spot(String packageName, String name, String key, Annotations annotations, Origin origin) {

  JavaAnnotation wishes() {
    return Annotated.of(annotations, Annotated.FIELD);
  }

  Form form() {
    return wishes().constant("form").map(Form::valueOf).orElse(Form.PLAIN);
  }

  String scalar() {
    return wishes().text("type").orElse("");
  }
}
