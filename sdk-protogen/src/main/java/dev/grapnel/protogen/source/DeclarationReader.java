package dev.grapnel.protogen.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaFileObject;

/** Reads the classes of the files that are compiled, and keeps what the compiler says of these. */
final class DeclarationReader implements DiagnosticListener<JavaFileObject> {

  private static final int LONGEST_PROBLEM = 200;

  private final Map<String, JavaClass> declared = new LinkedHashMap<>();
  private final List<SourceError> errors = new ArrayList<>();
  private final Set<JavaFileObject> broken = new HashSet<>();
  private boolean isParsed;

  Map<String, JavaClass> declared() {
    return declared;
  }

  List<SourceError> errors() {
    return errors;
  }

  /** From now on, errors are about what does not resolve or does not fit. */
  void parsed() {
    isParsed = true;
  }

  @Override
  public void report(Diagnostic<? extends JavaFileObject> found) {
    JavaFileObject file = found.getSource();
    if (file != null && found.getKind() == Diagnostic.Kind.ERROR && hinders(found)) {
      broken.add(file);
      String problem = found.getMessage(Locale.ROOT).lines().findFirst().orElse("");
      errors.add(
          new SourceError(
              new SourceLocation(ClassText.fileName(file), (int) found.getLineNumber()),
              problem.length() > LONGEST_PROBLEM
                  ? problem.substring(0, LONGEST_PROBLEM)
                  : problem));
    }
  }

  /** Who follows the classes above a class would not come to an end in a cycle. */
  private boolean hinders(Diagnostic<? extends JavaFileObject> found) {
    return !isParsed || found.getCode().equals("compiler.err.cyclic.inheritance");
  }

  /** A broken file is left out: the compiler mends as it guesses, and could lose a member. */
  void read(CompilationUnitTree unit, JavacTask task) {
    if (broken.contains(unit.getSourceFile())) {
      return;
    }
    read(new TreePath(unit), unit.getTypeDecls(), DocTrees.instance(task), task.getElements());
  }

  private void read(TreePath around, List<? extends Tree> trees, DocTrees docs, Elements elements) {
    for (Tree tree : trees) {
      TreePath path = new TreePath(around, tree);
      if (tree instanceof ClassTree type && docs.getElement(path) instanceof TypeElement element) {
        JavaClass found = ElementReader.read(elements, element, ClassText.of(docs, path));
        declared.putIfAbsent(found.name(), found);
        read(path, type.getMembers(), docs, elements);
      }
    }
  }
}
