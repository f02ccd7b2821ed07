package dev.grapnel.protogen.template;

import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.MappingOptions;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.mapping.PackageNames;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Maps test models and makes services for them, all in one package. */
final class Crud {

  final Diagnostics diagnostics = new Diagnostics();
  private final ClassFiles classes = ClassFiles.of(Crud.class.getClassLoader());
  private final List<MadeService> made = new ArrayList<>();
  private final Template template;
  private final String packageName;
  private final ModelMapper mapper;
  private HttpRules rules = HttpRules.NONE;

  private Crud(Template template, String packageName) {
    this.template = template;
    this.packageName = packageName;
    PackageNames names =
        new PackageNames(Map.of("dev.grapnel.protogen.template.models", packageName), "", "v1");
    mapper = new ModelMapper(classes, new MappingOptions(names, false, false), diagnostics);
  }

  static Crud of(Template template, String packageName) {
    return new Crud(template, packageName);
  }

  static MadeService made(
      Template template, Class<?> model, String name, Set<Operation> operations) {
    Crud crud = new Crud(template, "acme.v1");
    crud.service(model, name, operations.toArray(Operation[]::new));
    return crud.made.get(0);
  }

  List<MadeService> made() {
    return made;
  }

  Crud http() {
    rules = HttpRules.GOOGLE;
    return this;
  }

  Crud service(Class<?> model, String name, Operation... operations) {
    ProtoMessage message =
        mapper
            .message(
                mapper.add(
                    JavaType.named(model.getName()),
                    new Origin(SourceLocation.UNKNOWN, model.getSimpleName())))
            .orElseThrow();
    made.add(
        new CrudTemplate(template, rules, classes, diagnostics)
            .make(
                classes.find(model.getName()).orElseThrow(),
                message,
                packageName,
                name,
                Set.of(operations)));
    return this;
  }

  TestSchema schema() {
    return TestSchema.of(mapper, made);
  }

  String text(String indent) {
    return schema().text(indent);
  }
}
