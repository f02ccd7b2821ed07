package dev.grapnel.protogen.source;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import dev.grapnel.protogen.model.SourceLocation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.tools.FileObject;
import org.jspecify.annotations.Nullable;

/** What the text of a class tells beside its elements: lines and comments. */
final class ClassText {

  /** Of a class whose text is not there. */
  static final ClassText NONE = new ClassText(null, null);

  private final @Nullable DocTrees trees;
  private final @Nullable TreePath path;
  private final String file;
  private final Map<Element, TreePath> members = new LinkedHashMap<>();

  private ClassText(@Nullable DocTrees trees, @Nullable TreePath path) {
    this.trees = trees;
    this.path = path;
    file = path == null ? "" : fileName(path.getCompilationUnit().getSourceFile());
  }

  static ClassText of(DocTrees trees, TreePath path) {
    ClassText text = new ClassText(trees, path);
    for (Tree member : ((ClassTree) path.getLeaf()).getMembers()) {
      TreePath place = new TreePath(path, member);
      Element element = trees.getElement(place);
      if (element != null) {
        text.members.put(element, place);
      }
    }
    return text;
  }

  /** The members that are written, in order. */
  Set<Element> members() {
    return members.keySet();
  }

  @Nullable String comment() {
    return comment(path);
  }

  @Nullable String comment(Element member) {
    return comment(members.get(member));
  }

  /** A record says of its components in its own comment. */
  @Nullable String componentComment(String name, Element field) {
    if (trees == null || path == null) {
      return null;
    }
    DocCommentTree comment = trees.getDocCommentTree(path);
    if (comment != null) {
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param
            && !param.isTypeParameter()
            && param.getName().getName().contentEquals(name)) {
          return Comments.text(trees, param.getDescription());
        }
      }
    }
    return comment(field);
  }

  private @Nullable String comment(@Nullable TreePath of) {
    if (trees == null || of == null) {
      return null;
    }
    DocCommentTree comment = trees.getDocCommentTree(of);
    return comment == null ? null : Comments.text(trees, comment.getFullBody());
  }

  SourceLocation location() {
    return location(path);
  }

  /** Where a member is; where its class is, if the compiler added it. */
  SourceLocation location(Element member) {
    TreePath place = members.get(member);
    SourceLocation location = location(place);
    return location.line() > 0 ? location : location();
  }

  private SourceLocation location(@Nullable TreePath of) {
    if (trees == null || of == null) {
      return SourceLocation.UNKNOWN;
    }
    CompilationUnitTree unit = of.getCompilationUnit();
    long position = position(trees, unit, of.getLeaf());
    return position < 0
        ? SourceLocation.UNKNOWN
        : new SourceLocation(file, (int) unit.getLineMap().getLineNumber(position));
  }

  /** What the imports make of the name of a class that is not there; else it is as written. */
  String imported(String written) {
    int dot = written.indexOf('.');
    String first = dot < 0 ? written : written.substring(0, dot);
    if (path != null) {
      for (ImportTree one : path.getCompilationUnit().getImports()) {
        String imported = one.getQualifiedIdentifier().toString();
        if (!one.isStatic() && imported.endsWith("." + first)) {
          return imported + written.substring(first.length()).replace('.', '$');
        }
      }
    }
    return written;
  }

  static String fileName(FileObject file) {
    String path = file.toUri().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The line of the type or name: annotations may be on lines of their own before it. */
  private static long position(DocTrees trees, CompilationUnitTree unit, Tree tree) {
    SourcePositions positions = trees.getSourcePositions();
    if (tree instanceof VariableTree variable) {
      return positions.getStartPosition(unit, variable.getType());
    }
    if (tree instanceof MethodTree method) {
      return method.getReturnType() == null
          ? after(method.getModifiers(), positions, unit, tree)
          : positions.getStartPosition(unit, method.getReturnType());
    }
    return tree instanceof ClassTree type
        ? after(type.getModifiers(), positions, unit, tree)
        : positions.getStartPosition(unit, tree);
  }

  private static long after(
      ModifiersTree modifiers, SourcePositions positions, CompilationUnitTree unit, Tree tree) {
    long end = positions.getEndPosition(unit, modifiers);
    if (modifiers.getAnnotations().isEmpty() || end < 0) {
      return positions.getStartPosition(unit, tree);
    }
    try {
      CharSequence text = unit.getSourceFile().getCharContent(true);
      int next = (int) end;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      return next;
    } catch (IOException unreadable) {
      return end;
    }
  }
}
