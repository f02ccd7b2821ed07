package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.schema.FieldNames;
import java.util.Optional;

/**
 * Where the model is in a message: a field of it, or all of it.
 *
 * @param field the field, which is named after the message; empty if the message is the model's own
 */
record ModelPlace(Optional<FieldDescriptor> field) {

  /** The place in a message: what has no model within is taken for one. */
  static ModelPlace in(Descriptor message, Descriptor model) {
    // A model that contains another of its kind is not a message with a model in it.
    if (message.equals(model)) {
      return new ModelPlace(Optional.empty());
    }
    return new ModelPlace(
        message.getFields().stream()
            .filter(
                each ->
                    each.getName().equals(FieldNames.snake(model.getName()))
                        && !each.isRepeated()
                        && each.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && each.getMessageType().equals(model))
            .findFirst());
  }

  Message get(Message around) {
    return field.map(each -> (Message) around.getField(each)).orElse(around);
  }

  Message put(Message model, Message around) {
    return field.map(each -> around.toBuilder().setField(each, model).build()).orElse(model);
  }

  Descriptor type(Descriptor around) {
    return field.map(FieldDescriptor::getMessageType).orElse(around);
  }

  /** What paths within the model begin with, seen from the request. */
  String prefix() {
    return field.map(each -> each.getName() + ".").orElse("");
  }
}
