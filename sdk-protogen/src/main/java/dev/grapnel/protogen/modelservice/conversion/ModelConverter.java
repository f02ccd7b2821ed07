package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.core.config.NearestName;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes models of one class into messages of one type, and reads them from such. It fits each
 * property to the field of its name when it is made, so that what does not fit is known then.
 * Immutable.
 *
 * @param <T> the model: a record, or a class with getters and setters
 */
public final class ModelConverter<T> {

  private record Binding(ModelProperty property, FieldDescriptor field, ValueConverter converter) {}

  private final Class<T> model;
  private final Descriptor message;
  private final Map<String, ModelProperty> properties = new LinkedHashMap<>();
  private final Map<String, Binding> bindings = new LinkedHashMap<>();
  private final Optional<ModelMaker> maker;
  private List<ModelProperty> settable = List.of();

  ModelConverter(Class<T> model, Descriptor message) {
    this.model = model;
    this.message = message;
    this.maker = ModelMaker.of(model);
  }

  /**
   * Fits a model to a message.
   *
   * @param <T> the model
   * @param model its class
   * @param message the message
   * @param names the properties to write and read; all that have a field if there are none. Those
   *     without a field are passed over.
   * @return the converter
   * @throws IllegalArgumentException if there is no property of a name, or its type does not fit
   *     the field
   */
  public static <T> ModelConverter<T> of(
      Class<T> model, Descriptor message, Collection<String> names) {
    ModelConverter<T> converter = new ModelConverter<>(model, message);
    converter.bind(model, names, new Converters());
    return converter;
  }

  void bind(Type type, Collection<String> names, Converters converters) {
    properties.putAll(ModelProperties.of(type));
    settable =
        properties.values().stream()
            .filter(property -> !ModelMaker.isComputed(model, property.name()))
            .toList();
    for (String name : names.isEmpty() ? properties.keySet() : names) {
      ModelProperty property = property(name);
      FieldDescriptor field = message.findFieldByName(property.fieldName());
      if (field != null) {
        bindings.put(name, new Binding(property, field, converter(property, field, converters)));
      }
    }
  }

  private static ValueConverter converter(
      ModelProperty property, FieldDescriptor field, Converters converters) {
    try {
      return converters.of(property.type(), field, property.form());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
    }
  }

  private String unknown(String name) {
    return model.getName()
        + " has no property "
        + name
        + (properties.isEmpty()
            ? "; it has none at all"
            : "; the nearest is " + NearestName.of(name, properties.keySet()));
  }

  Descriptor message() {
    return message;
  }

  /**
   * Returns the properties that are written and read.
   *
   * @return field names by property, in the order in which they were named
   */
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    bindings.forEach((name, binding) -> fields.put(name, binding.field().getName()));
    return Collections.unmodifiableMap(fields);
  }

  /**
   * Tells whether models can be read from messages.
   *
   * @return whether there is a canonical constructor, or one without parameters
   */
  public boolean isReadable() {
    return maker.isPresent();
  }

  /**
   * Writes a model.
   *
   * @param value the model
   * @param to the message, of the type that this converter was made for
   * @throws IllegalStateException if a value cannot be written: an element is null, a moment is
   *     after the year 9999, the model contains itself
   */
  public void write(T value, Message.Builder to) {
    writeAny(value, to, 0);
  }

  void writeAny(Object value, Message.Builder to, int depth) {
    if (depth > ValueConverter.DEEPEST) {
      throw new IllegalStateException("it is nested too deep, or contains itself");
    }
    for (Binding binding : bindings.values()) {
      Object held = binding.property().read(value);
      if (held != null) {
        write(binding, held, to, depth);
      }
    }
  }

  private static void write(Binding binding, Object held, Message.Builder to, int depth) {
    Object made;
    try {
      made = binding.converter().toProto(held, to, depth);
    } catch (IllegalStateException e) {
      // The path is told by the innermost only: a model that contains itself has a long one.
      throw e.getCause() instanceof IllegalStateException
          ? e
          : new IllegalStateException(binding.property() + ": " + e.getMessage(), e);
    }
    if (made != null) {
      to.setField(binding.field(), made);
    }
  }

  /**
   * Reads a model wholly.
   *
   * @param from the message
   * @return the model; properties that are not in the message have no value
   * @throws UnfitValueException if the model cannot have a value that is there
   * @throws IllegalStateException if the class cannot be made
   */
  public T read(Message from) {
    return read(from, 0);
  }

  T read(Message from, int depth) {
    return make(from, null, property -> true, depth);
  }

  /**
   * Reads some properties of a model, and takes the others of another one.
   *
   * @param from the message
   * @param base has the values of the properties that are not read; null if they have none
   * @param wanted tells of a property whether to read it
   * @return a new model
   * @throws UnfitValueException if the model cannot have a value that is there
   * @throws IllegalStateException if the class cannot be made
   */
  public T read(Message from, @Nullable T base, Predicate<String> wanted) {
    return make(from, base, wanted, 0);
  }

  private T make(Message from, @Nullable T base, Predicate<String> wanted, int depth) {
    if (depth > ValueConverter.DEEPEST) {
      throw new UnfitValueException("must not be nested deeper than " + ValueConverter.DEEPEST);
    }
    ModelMaker made =
        maker.orElseThrow(
            () ->
                new IllegalStateException(
                    model.getName()
                        + " cannot be made: it needs to be a record, or to have a constructor"
                        + " without parameters"));
    Map<String, @Nullable Object> values = new HashMap<>();
    List<UnfitValueException.Violation> violations = new ArrayList<>();
    for (ModelProperty property : settable) {
      Binding binding = bindings.get(property.name());
      if (binding != null && wanted.test(property.name())) {
        try {
          values.put(property.name(), value(binding, from, depth));
        } catch (UnfitValueException e) {
          violations.addAll(e.within(binding.field().getName()).violations());
        }
      } else if (base != null) {
        values.put(property.name(), property.read(base));
      }
    }
    if (!violations.isEmpty()) {
      throw new UnfitValueException(violations);
    }
    return model.cast(made.make(values));
  }

  private static @Nullable Object value(Binding binding, Message from, int depth) {
    FieldDescriptor field = binding.field();
    if (field.hasPresence() && !from.hasField(field)) {
      return null;
    }
    return binding.converter().toJava(from.getField(field), depth);
  }

  /**
   * Makes a reader of one property that a field of another message has: an id.
   *
   * @param property the property
   * @param field a field of any message, with values like those of the property's own
   * @return reads the value of messages with that field, null if it is absent; throws {@link
   *     UnfitValueException} if the property cannot have it
   * @throws IllegalArgumentException if there is no such property, or its type does not fit
   */
  public Function<Message, @Nullable Object> reader(String property, FieldDescriptor field) {
    ModelProperty known = property(property);
    Binding binding = new Binding(known, field, converter(known, field, new Converters()));
    return from -> {
      try {
        return value(binding, from, 0);
      } catch (UnfitValueException e) {
        throw e.within(field.getName());
      }
    };
  }

  /**
   * Makes a reader of one property's values in text: those of filters, and of resource names.
   *
   * @param property the property
   * @return reads text as the property's type; throws {@link UnfitValueException} if it cannot be
   * @throws IllegalArgumentException if there is no such property, or it is no single value
   */
  public Function<String, Object> literal(String property) {
    ModelProperty known = property(property);
    Function<String, Object> literal = Literals.find(known.type());
    if (literal == null) {
      throw new IllegalArgumentException(
          known + " cannot be told in a word: it is a " + known.type().getTypeName());
    }
    return literal;
  }

  private ModelProperty property(String name) {
    ModelProperty property = properties.get(name);
    if (property == null) {
      throw new IllegalArgumentException(unknown(name));
    }
    return property;
  }
}
