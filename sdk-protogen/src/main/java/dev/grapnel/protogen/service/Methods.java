package dev.grapnel.protogen.service;

import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.annotation.Rpc;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.Bindings;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the methods of an interface that are calls, its own first, then those it inherits. */
final class Methods {

  private static final String PASCAL = "[A-Z][A-Za-z0-9]*";

  private final ClassSource classes;
  private final Diagnostics diagnostics;
  private final JavaClass type;
  private final Set<String> signatures = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, ServiceMethod> names = new HashMap<>();
  private final List<ServiceMethod> found = new ArrayList<>();

  private Methods(JavaClass type, ClassSource classes, Diagnostics diagnostics) {
    this.type = type;
    this.classes = classes;
    this.diagnostics = diagnostics;
  }

  static List<ServiceMethod> of(JavaClass type, ClassSource classes, Diagnostics diagnostics) {
    Methods methods = new Methods(type, classes, diagnostics);
    methods.collect(type, Bindings.NONE);
    return methods.found;
  }

  private void collect(JavaClass from, Bindings bindings) {
    for (JavaMethod method : from.methods()) {
      boolean isCalled =
          !method.modifiers().contains(Modifier.STATIC)
              && !method.modifiers().contains(Modifier.PRIVATE);
      JavaMethod resolved = resolve(method, bindings);
      // What a sub-interface declares again, or leaves out, is not asked of the one above.
      if (isCalled && signatures.add(signature(resolved)) && !isIgnored(method)) {
        add(resolved, new Origin(method.location(), type.simpleName() + "." + method.name()));
      }
    }
    for (JavaType above : from.interfaces()) {
      JavaType.Named named = (JavaType.Named) bindings.resolve(above);
      if (named.className().startsWith("java.")) {
        continue;
      }
      Optional<JavaClass> parent = classes.find(named.className());
      if (!seen.add(named.className())) {
        // It has been asked, by another way; or class files of two builds are in a ring.
        continue;
      }
      if (parent.isPresent()) {
        collect(parent.get(), Bindings.of(parent.get(), named.arguments()));
      } else {
        diagnostics.add(
            new Origin(type.location(), type.simpleName())
                .finding(
                    Code.CLASS_NOT_FOUND,
                    "its super-interface " + named.className() + " is not found",
                    "Its class file or source is needed to know the methods.",
                    "add it to the class path"));
      }
    }
  }

  private static boolean isIgnored(JavaMethod method) {
    return method.annotations().has(ProtoIgnore.class.getName());
  }

  private static JavaMethod resolve(JavaMethod method, Bindings bindings) {
    return new JavaMethod(
        method.name(),
        bindings.resolve(method.returns()),
        method.parameters().stream()
            .map(
                one ->
                    new JavaParameter(one.name(), bindings.resolve(one.type()), one.annotations()))
            .toList(),
        method.typeParameters(),
        method.modifiers(),
        method.annotations(),
        method.comment(),
        method.location());
  }

  private static String signature(JavaMethod method) {
    return method.name() + method.parameters().stream().map(one -> erased(one.type())).toList();
  }

  private static String erased(JavaType type) {
    if (type instanceof JavaType.Array array) {
      return erased(array.element()) + "[]";
    }
    return type instanceof JavaType.Named named ? named.className() : type.toString();
  }

  private void add(JavaMethod method, Origin origin) {
    Optional<JavaAnnotation> wishes = method.annotations().find(Rpc.class.getName());
    if (wishes.isPresent() && !wishes.get().isWhole()) {
      diagnostics.add(
          origin.finding(
              Code.BAD_ANNOTATION,
              "a value of @Rpc does not compile",
              "What is meant cannot be known, and the lock would keep something else for ever.",
              "mend it; a constant may lack its import"));
    }
    Optional<String> given = wishes.flatMap(one -> one.text("name"));
    String name = given.orElseGet(() -> FieldNames.pascal(withoutAsync(method.name())));
    if (!name.matches(PASCAL)) {
      diagnostics.add(
          origin.finding(
              Code.BAD_NAME,
              "\"" + name + "\" is no name for a call",
              "Names of calls are in PascalCase, of letters and digits.",
              "annotate with @Rpc(name = \"…\")"));
      return;
    }
    ServiceMethod made = new ServiceMethod(name, method, origin);
    ServiceMethod other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), made);
    if (other == null) {
      found.add(made);
    } else {
      clash(made, other);
    }
  }

  private static String withoutAsync(String name) {
    return name.endsWith("Async") && name.length() > "Async".length()
        ? name.substring(0, name.length() - "Async".length())
        : name;
  }

  private void clash(ServiceMethod method, ServiceMethod other) {
    boolean sameName = method.rpc().equals(other.rpc());
    diagnostics.add(
        method
            .origin()
            .finding(
                sameName ? Code.OVERLOADED : Code.RPC_CASE_CLASH,
                sameName
                    ? "there are two methods for the call " + method.rpc()
                    : "the calls " + method.rpc() + " and " + other.rpc() + " differ by case alone",
                sameName
                    ? "A service has one call of a name."
                    : "Generated code of some languages cannot tell them apart.",
                "name one of them with @Rpc(name = \"…\"), or annotate it with @ProtoIgnore"));
  }
}
