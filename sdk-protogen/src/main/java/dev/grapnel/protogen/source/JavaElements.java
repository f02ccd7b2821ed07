package dev.grapnel.protogen.source;

import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes as an annotation processor sees them, in one round: those that are compiled, those
 * that other processors made in earlier rounds, and those of the class path. Lines and comments are
 * told by the JDK's compiler only. Not thread-safe, and of no use after the round.
 */
public final class JavaElements implements ClassSource {

  private final Elements elements;
  private final @Nullable DocTrees trees;
  private final ClassSource classFiles;
  private final Map<String, Optional<JavaClass>> known = new HashMap<>();
  private final Map<SourceLocation, List<Element>> places = new HashMap<>();

  private JavaElements(Elements elements, @Nullable DocTrees trees, ClassSource classFiles) {
    this.elements = elements;
    this.trees = trees;
    this.classFiles = classFiles;
  }

  /**
   * Looks at what a processor is shown.
   *
   * @param environment the processor's
   * @param classFiles asked first for classes that are not compiled in this run: the compiler of
   *     JDK 17 to 21 does not tell the annotations of types, {@code @Nullable} among them, that
   *     class files have
   * @return a source
   */
  public static JavaElements of(ProcessingEnvironment environment, ClassSource classFiles) {
    return new JavaElements(environment.getElementUtils(), trees(environment), classFiles);
  }

  private static @Nullable DocTrees trees(ProcessingEnvironment environment) {
    try {
      return DocTrees.instance(environment);
    } catch (IllegalArgumentException notTheCompilerOfTheJdk) {
      return null;
    }
  }

  @Override
  public Optional<JavaClass> find(String className) {
    Optional<JavaClass> found = known.get(className);
    if (found == null) {
      found = read(className);
      known.put(className, found);
    }
    return found;
  }

  private Optional<JavaClass> read(String className) {
    Optional<TypeElement> type = element(className);
    TreePath path = trees == null || type.isEmpty() ? null : trees.getPath(type.get());
    if (trees != null && path != null) {
      ClassText text = ClassText.of(trees, path);
      return type.map(one -> read(one, text));
    }
    Optional<JavaClass> compiled = trees == null ? Optional.empty() : classFiles.find(className);
    return compiled.or(() -> type.map(one -> ElementReader.read(elements, one, ClassText.NONE)));
  }

  private JavaClass read(TypeElement type, ClassText text) {
    places.computeIfAbsent(text.location(), unused -> new ArrayList<>()).add(type);
    for (Element member : text.members()) {
      places.computeIfAbsent(text.location(member), unused -> new ArrayList<>()).add(member);
    }
    return ElementReader.read(elements, type, text);
  }

  /**
   * Finds the element that a finding is about, among the sources that were asked for.
   *
   * @param location where it is
   * @param subject what of all on that line: a class, or a class and its member
   * @return the element; empty if nothing of these is there
   */
  public Optional<Element> element(SourceLocation location, String subject) {
    List<Element> there = places.getOrDefault(location, List.of());
    return there.stream()
        .filter(each -> subject(each).equals(subject))
        .findFirst()
        .or(() -> there.stream().findFirst());
  }

  private static String subject(Element element) {
    Element around = element.getEnclosingElement();
    return element instanceof TypeElement || around == null
        ? element.getSimpleName().toString()
        : around.getSimpleName() + "." + element.getSimpleName();
  }

  /**
   * Finds the element of a class.
   *
   * @param className the binary name, for example {@code com.acme.Outer$Inner}
   * @return the element; empty if there is none
   */
  public Optional<TypeElement> element(String className) {
    TypeElement type = elements.getTypeElement(className.replace('$', '.'));
    if (type != null && elements.getBinaryName(type).contentEquals(className)) {
      return Optional.of(type);
    }
    // A name of its own may have a dollar, too.
    type = elements.getTypeElement(className);
    if (type != null) {
      return Optional.of(type);
    }
    for (int at = className.lastIndexOf('$'); at > 0; at = className.lastIndexOf('$', at - 1)) {
      String simpleName = className.substring(at + 1);
      Optional<TypeElement> around = element(className.substring(0, at));
      if (around.isPresent()) {
        return ElementFilter.typesIn(around.get().getEnclosedElements()).stream()
            .filter(each -> each.getSimpleName().contentEquals(simpleName))
            .findFirst();
      }
    }
    return Optional.empty();
  }
}
