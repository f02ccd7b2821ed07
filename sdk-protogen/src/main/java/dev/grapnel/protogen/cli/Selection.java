package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which classes are models, which of them get a service, and which are services themselves. */
final class Selection {

  private static final int SHOWN = 5;

  private final OpenClasses classes;
  private final Diagnostics findings;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> models = new LinkedHashSet<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Set<String> services = new LinkedHashSet<>();

  private Selection(OpenClasses classes, Diagnostics findings) {
    this.classes = classes;
    this.findings = findings;
  }

  /**
   * Selects. Without patterns, and without a service that names its model, it is all own classes
   * that are annotated.
   *
   * @throws ConfigException if a pattern or a service is written wrongly
   */
  static Selection of(
      OpenClasses classes, List<String> patterns, List<String> services, Diagnostics findings) {
    Selection selection = new Selection(classes, findings);
    List<ClassPattern> asked =
        patterns.stream().map(one -> ClassPattern.of(one, selection.problems)).toList();
    List<ServiceName> named =
        services.stream().map(one -> ServiceName.of(one, selection.problems)).toList();
    ConfigException.throwIfAny(selection.problems);
    boolean all =
        asked.isEmpty()
            && named.stream().allMatch(one -> one.model().isEmpty() && !one.isInterface());
    if (all) {
      selection.addAnnotated();
    }
    asked.forEach(selection::add);
    named.forEach(selection::addService);
    ConfigException.throwIfAny(selection.problems);
    return selection;
  }

  int size() {
    return models.size() + resources.size() + services.size();
  }

  /** The models, with and without services. */
  List<String> models() {
    List<String> all = new ArrayList<>(models);
    all.addAll(resources.keySet());
    return all;
  }

  void addTo(ProtoGeneratorBuilder generator) {
    generator.model(models.toArray(String[]::new));
    resources.forEach(generator::resource);
    generator.service(services.toArray(String[]::new));
  }

  private void addAnnotated() {
    for (String name : classes.names().own()) {
      classes.source().find(name).filter(Models::isAnnotated).ifPresent(this::add);
    }
  }

  private void add(ClassPattern pattern) {
    if (pattern.isName()) {
      addNamed(pattern.toString());
      return;
    }
    Set<String> matching =
        classes.names().all().stream().filter(pattern::matches).collect(Collectors.toSet());
    List<JavaClass> meant =
        matching.stream()
            .sorted()
            .flatMap(name -> classes.source().find(name).stream())
            .filter(Models::isMeantByPattern)
            .toList();
    if (meant.isEmpty()) {
      String problem =
          matching.isEmpty()
              ? "no class matches"
              : "none of the " + matching.size() + " classes that match holds data";
      notFound(pattern.toString(), problem, "write com.acme.* for a package, com.acme.** for more");
    }
    meant.forEach(this::add);
  }

  private void addNamed(String written) {
    if (written.contains("<")) {
      addGeneric(written);
      return;
    }
    Optional<JavaClass> found = find(written);
    if (found.isEmpty()) {
      notFound(written);
    } else if (Models.isService(found.get())) {
      services.add(found.get().name());
    } else {
      add(found.get());
    }
  }

  private void addGeneric(String written) {
    try {
      Optional<JavaType> type = named(TypeText.parse(written));
      type.ifPresent(one -> models.add(TypeText.of(one)));
    } catch (ConfigException wrong) {
      problems.addAll(wrong.problems());
    }
  }

  /** The type with binary names; empty if a class is not there, which is told. */
  private Optional<JavaType> named(JavaType type) {
    if (type instanceof JavaType.Array array) {
      return named(array.element()).map(one -> new JavaType.Array(one, array.annotations()));
    }
    if (!(type instanceof JavaType.Named written)) {
      return Optional.of(type);
    }
    Optional<JavaClass> found = find(written.className());
    if (found.isEmpty()) {
      notFound(written.className());
    }
    List<JavaType> arguments =
        written.arguments().stream().flatMap(one -> named(one).stream()).toList();
    return arguments.size() < written.arguments().size()
        ? Optional.empty()
        : found.map(one -> new JavaType.Named(one.name(), arguments, written.annotations()));
  }

  private void add(JavaClass type) {
    if (Models.isService(type)) {
      services.add(type.name());
    } else if (Models.isResource(type)) {
      resources.putIfAbsent(type.name(), "");
    } else {
      models.add(type.name());
    }
  }

  private void addService(ServiceName service) {
    if (service.isInterface()) {
      addNamed(service.name());
      return;
    }
    Optional<String> model = model(service);
    if (model.isPresent()) {
      models.remove(model.get());
      resources.put(model.get(), service.name());
    }
  }

  private Optional<String> model(ServiceName service) {
    String wanted = service.model().isEmpty() ? service.guessedModel() : service.model();
    List<String> chosen = models();
    List<String> fitting = chosen.stream().filter(name -> isCalled(name, wanted)).toList();
    if (fitting.size() == 1) {
      return Optional.of(fitting.get(0));
    }
    if (service.model().isEmpty()) {
      if (chosen.size() == 1) {
        return Optional.of(chosen.get(0));
      }
      // Without any model the findings tell why there is none.
      if (!findings.hasErrors()) {
        problems.add(
            "service " + service + " is of no model: write Model=" + service + among(chosen));
      }
      return Optional.empty();
    }
    if (fitting.size() > 1) {
      problems.add("service " + service + ": write the package, too" + among(fitting));
      return Optional.empty();
    }
    Optional<JavaClass> found = find(wanted);
    if (found.isEmpty()) {
      notFound(wanted);
    }
    return found.map(JavaClass::name);
  }

  private static boolean isCalled(String className, String wanted) {
    String written = className.replace('$', '.');
    String asked = wanted.replace('$', '.');
    return written.equals(asked) || written.endsWith("." + asked);
  }

  private static String among(List<String> models) {
    if (models.isEmpty()) {
      return "; no model is selected";
    }
    String some = models.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return "; there is " + some + (models.size() > SHOWN ? " and others" : "");
  }

  /** A nested class may be written with a dot, as in Java. */
  private Optional<JavaClass> find(String written) {
    String name = written;
    while (true) {
      Optional<JavaClass> found = classes.source().find(name);
      int dot = name.lastIndexOf('.');
      if (found.isPresent() || dot < 0) {
        return found;
      }
      name = name.substring(0, dot) + "$" + name.substring(dot + 1);
    }
  }

  private void notFound(String name) {
    String simple = simple(name);
    List<String> similar =
        classes.names().all().stream()
            .filter(other -> simple(other).equals(simple))
            .limit(SHOWN)
            .toList();
    notFound(
        name,
        "there is no such class",
        similar.isEmpty()
            ? "compile it first, or add its folder or jar to the class path"
            : "write " + String.join(" or ", similar));
  }

  private void notFound(String subject, String problem, String fix) {
    ClassNames names = classes.names();
    String why =
        "Looked among %d own classes and %d of jars."
            .formatted(names.own().size(), names.others().size());
    findings.add(
        new Diagnostic(Code.CLASS_NOT_FOUND, SourceLocation.UNKNOWN, subject, problem, why, fix));
  }

  private static String simple(String name) {
    int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
    return name.substring(end + 1).toLowerCase(Locale.ROOT);
  }
}
