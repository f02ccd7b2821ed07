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
 * @param form how the value is wished to be written
 * @param scalar the keyword of the scalar type that is wished for; empty for none
 * @param depth how many collections are around it
 * @param origin for findings
 */
record Spot(
    String packageName,
    String name,
    String key,
    Form form,
    String scalar,
    int depth,
    Origin origin) {

  static Spot of(
      String packageName, String name, String key, Annotations annotations, Origin origin) {
    JavaAnnotation wishes = Annotated.of(annotations, Annotated.FIELD);
    Form form = wishes.constant("form").map(Form::valueOf).orElse(Form.PLAIN);
    return new Spot(packageName, name, key, form, wishes.text("type").orElse(""), 0, origin);
  }

  /** The elements of a collection; the wish for a collection itself is not theirs. */
  Spot element() {
    return part("Item", form == Form.WRAPPED ? Form.PLAIN : form, scalar);
  }

  /** The keys of a map; a wish for an enum is theirs. */
  Spot mapKey() {
    boolean isEnumForm = form == Form.NUMBER || form == Form.STRING;
    return part("Key", isEnumForm ? form : Form.PLAIN, "");
  }

  /** What holds without a wish. */
  Spot plain() {
    return new Spot(packageName, name, key, Form.PLAIN, "", depth, origin);
  }

  private Spot part(String word, Form partForm, String partScalar) {
    return new Spot(
        packageName, name + word, key + "/" + word, partForm, partScalar, depth + 1, origin);
  }
}
