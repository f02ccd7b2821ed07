package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.modelservice.conversion.ModelConverter;
import dev.grapnel.protogen.schema.FieldNames;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the id of a request: from the field that the model has for it, or from a resource name like
 * {@code books/17}.
 */
record IdReader<ID>(String field, String prefix, Function<Message, @Nullable Object> reader) {

  private static final String RESOURCE_NAME = "name";

  /**
   * Finds the field.
   *
   * @param prefix where the message is in the request, with a dot at the end
   * @throws IllegalArgumentException if there is none
   */
  static <ID> IdReader<ID> of(ModelSerializer<?> serializer, Descriptor message, String prefix) {
    ModelConverter<?> converter = serializer.converter();
    String id = serializer.id();
    String name = converter.fields().getOrDefault(id, FieldNames.snake(id));
    FieldDescriptor field = message.findFieldByName(name);
    if (field != null) {
      return new IdReader<>(name, prefix, converter.reader(id, field));
    }
    FieldDescriptor resource = message.findFieldByName(RESOURCE_NAME);
    if (resource == null || resource.getJavaType() != FieldDescriptor.JavaType.STRING) {
      throw new IllegalArgumentException(
          "%s has no field %s for the id of %s; if another property is the id, annotate the model"
              .concat(" with @Resource(id = \"…\")")
              .formatted(message.getFullName(), name, serializer.model().getSimpleName()));
    }
    Function<String, Object> literal = converter.literal(id);
    return new IdReader<>(
        "", prefix + RESOURCE_NAME, from -> literal.apply(last((String) from.getField(resource))));
  }

  private static String last(String resourceName) {
    return resourceName.substring(resourceName.lastIndexOf('/') + 1);
  }

  ID read(Message from) {
    Object id = Refusals.reading(prefix, () -> reader.apply(from));
    if (id == null) {
      throw Refusals.invalid(prefix + field, "must be set");
    }
    return cast(id);
  }

  @SuppressWarnings(
      "unchecked") // A service's ID is the type of the property; it cannot be checked.
  private ID cast(Object id) {
    return (ID) id;
  }
}
