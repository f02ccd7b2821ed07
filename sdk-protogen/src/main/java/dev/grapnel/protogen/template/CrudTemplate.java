package dev.grapnel.protogen.template;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.Set;

/**
 * Makes services for models, all in one shape. Not thread-safe.
 *
 * <p>The id of a model is the property that {@code @Resource(id)} names, else the one that is
 * annotated with an {@code @Id}, whoever's it is, else {@code id}. Properties that are read-only
 * for Jackson, or annotated {@code @ReadOnly}, are not in requests that list fields.
 */
public final class CrudTemplate {

  private final Template template;
  private final HttpRules rules;
  private final ClassSource classes;
  private final Diagnostics diagnostics;

  /**
   * Makes a maker of services.
   *
   * @param template their shape
   * @param rules whether calls of {@link Template#AIP} say how they look in HTTP
   * @param classes where the classes above a model are found
   * @param diagnostics where findings go: no id, a plural that was guessed, a wrong annotation
   */
  public CrudTemplate(
      Template template, HttpRules rules, ClassSource classes, Diagnostics diagnostics) {
    this.template = template;
    this.rules = rules;
    this.classes = classes;
    this.diagnostics = diagnostics;
  }

  /**
   * Makes the service of a model.
   *
   * @param type the model's class
   * @param message its message
   * @param packageName the protobuf package of the message, and of the service
   * @param serviceName the service's name; empty for the model's with {@code Service} at its end,
   *     or {@code Controller} in {@link Template#SOCIO}
   * @param operations what the service does; if empty, what {@code @Resource(operations)} says,
   *     else {@linkplain Template#operations() what the template says}
   * @return the service and its messages without numbers; if there is an error among the findings,
   *     something is missing
   */
  public MadeService make(
      JavaClass type,
      ProtoMessage message,
      String packageName,
      String serviceName,
      Set<Operation> operations) {
    Model model =
        new ModelReader(template, classes, diagnostics)
            .read(type, message, packageName, serviceName, operations);
    return shape().make(model);
  }

  private Shape shape() {
    return switch (template) {
      case STANDARD -> new StandardShape();
      case SEED -> new SeedShape();
      case AIP -> new AipShape(rules);
      case SOCIO -> new SocioShape();
    };
  }
}
