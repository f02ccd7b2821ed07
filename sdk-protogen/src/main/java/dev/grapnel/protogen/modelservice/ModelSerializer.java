package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.modelservice.conversion.ModelConverter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which properties of a model are in its messages, and which messages these are. What does not
 * fit is told when it is built. Immutable.
 *
 * <pre>{@code
 * ModelSerializer.of(Book.class)
 *     .fields("id", "title", "createdAt")
 *     .readOnly("createdAt")
 *     .protoClass(BookResponse.class)
 *     .protoClassList(BookListResponse.class)
 *     .build();
 * }</pre>
 *
 * @param <T> the model
 */
public final class ModelSerializer<T> {

  private final Class<T> model;
  private final List<String> fields;
  private final Set<String> readOnly;
  private final String id;
  private final Message prototype;
  private final Optional<Descriptor> list;
  private final ModelConverter<T> converter;

  private ModelSerializer(Builder<T> builder, Message prototype) {
    this.model = builder.model;
    this.fields = List.copyOf(builder.fields);
    this.readOnly = Set.copyOf(builder.readOnly);
    this.id = idOf(builder.model);
    this.prototype = prototype;
    this.list = builder.list.map(Message::getDescriptorForType);
    this.converter = ModelConverter.of(model, message(), fields);
  }

  /**
   * Begins a serializer.
   *
   * @param <T> the model
   * @param model a record, or a class with getters (and setters, where models are created or
   *     changed)
   * @return a builder
   */
  public static <T> Builder<T> of(Class<T> model) {
    return new Builder<>(model);
  }

  /**
   * Makes the message of a model.
   *
   * @param value the model
   * @return a message of the proto class
   * @throws IllegalStateException if a value cannot be written
   */
  public Message message(T value) {
    Message.Builder made = prototype.newBuilderForType();
    converter.write(value, made);
    return made.build();
  }

  private static String idOf(Class<?> model) {
    Resource resource = model.getAnnotation(Resource.class);
    return resource == null || resource.id().isEmpty() ? "id" : resource.id();
  }

  Class<T> model() {
    return model;
  }

  /** The property that identifies models. */
  String id() {
    return id;
  }

  /** The message of a model in answers. */
  Descriptor message() {
    return prototype.getDescriptorForType();
  }

  /** The message of a list, if it was named. */
  Optional<Descriptor> list() {
    return list;
  }

  /** Whether clients may set a property. */
  boolean isWritable(String property) {
    return !readOnly.contains(property);
  }

  ModelConverter<T> converter() {
    return converter;
  }

  /** A converter for the message of a model in requests; it may lack some of the fields. */
  ModelConverter<T> converter(Descriptor request) {
    return request.equals(message()) ? converter : ModelConverter.of(model, request, fields);
  }

  private void check() {
    if (converter.fields().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no field for any property of %s: is it the message of another model?"
              .formatted(message().getFullName(), model.getSimpleName()));
    }
    List<String> missing = new ArrayList<>(fields);
    missing.removeAll(converter.fields().keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no field for %s of %s: generate the .proto again, or leave them out"
              .formatted(message().getFullName(), missing, model.getSimpleName()));
    }
    for (String each : readOnly) {
      if (!converter.fields().containsKey(each)) {
        throw new IllegalArgumentException(
            "%s is read-only, but not one of the fields %s"
                .formatted(each, converter.fields().keySet()));
      }
    }
    list.ifPresent(
        each -> {
          if (each.getFields().stream().noneMatch(this::holdsModels)) {
            throw new IllegalArgumentException(
                "protoClassList is %s, which has no repeated field of %s"
                    .formatted(each.getFullName(), message().getFullName()));
          }
        });
  }

  boolean holdsModels(FieldDescriptor field) {
    return field.isRepeated()
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().equals(message());
  }

  /**
   * Builds a {@link ModelSerializer}. Not thread-safe.
   *
   * @param <T> the model
   */
  public static final class Builder<T> {

    private final Class<T> model;
    private final Set<String> fields = new LinkedHashSet<>();
    private final Set<String> readOnly = new LinkedHashSet<>();
    private Optional<Message> prototype = Optional.empty();
    private Optional<Message> list = Optional.empty();

    private Builder(Class<T> model) {
      this.model = model;
    }

    /**
     * Names the properties that are in messages; all that have a field if it is not called.
     *
     * @param properties their Java names
     * @return this builder
     */
    public Builder<T> fields(String... properties) {
      fields.addAll(List.of(properties));
      return this;
    }

    /**
     * Names properties that clients see but do not set: they are passed over in requests, and have
     * no value (zero, null, nothing in a collection) in models that are created. The id is one of
     * them where models are changed.
     *
     * @param properties their Java names
     * @return this builder
     */
    public Builder<T> readOnly(String... properties) {
      readOnly.addAll(List.of(properties));
      return this;
    }

    /**
     * Links the message of one model in answers.
     *
     * @param message a generated class, for example {@code BookResponse.class}
     * @return this builder
     * @throws IllegalArgumentException if it is not generated
     */
    public Builder<T> protoClass(Class<? extends Message> message) {
      return protoClass(prototype(message));
    }

    /**
     * Links the message of one model in answers, where there is no generated class.
     *
     * @param message any message of that type, for example a {@link
     *     com.google.protobuf.DynamicMessage}
     * @return this builder
     */
    public Builder<T> protoClass(Message message) {
      prototype = Optional.of(message);
      return this;
    }

    /**
     * Links the message of a list, so that it is checked; the service knows it anyway.
     *
     * @param message a generated class, for example {@code BookListResponse.class}
     * @return this builder
     * @throws IllegalArgumentException if it is not generated
     */
    public Builder<T> protoClassList(Class<? extends Message> message) {
      list = Optional.of(prototype(message));
      return this;
    }

    private static Message prototype(Class<? extends Message> message) {
      try {
        return message.cast(message.getMethod("getDefaultInstance").invoke(null));
      } catch (ReflectiveOperationException | NullPointerException e) {
        throw new IllegalArgumentException(message.getName() + " is no generated message", e);
      }
    }

    /**
     * Builds the serializer.
     *
     * @return the serializer
     * @throws IllegalArgumentException if there is no proto class, no property or no field of a
     *     name, or a property's type does not fit its field
     */
    public ModelSerializer<T> build() {
      Message message =
          prototype.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the serializer of %s has no protoClass: generate the .proto, compile it, and"
                          .concat(" link its message")
                          .formatted(model.getSimpleName())));
      ModelSerializer<T> serializer = new ModelSerializer<>(this, message);
      serializer.check();
      return serializer;
    }
  }
}
