package dev.grapnel.protogen.source;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.IndexTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.SummaryTree;
import com.sun.source.doctree.SystemPropertyTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SimpleDocTreeVisitor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns Javadoc into plain text: words stay, markup goes. */
final class Comments extends SimpleDocTreeVisitor<Void, StringBuilder> {

  private static final Set<String> PARAGRAPHS =
      Set.of("p", "ul", "ol", "dl", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5");
  private static final Set<String> LINES = Set.of("br", "tr", "dt", "dd", "hr", "div");

  private static final Pattern ENDS_OF_LINES = Pattern.compile("[ \\t\\r]+\\n");
  private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");
  private static final Pattern STARTS_OF_LINES = Pattern.compile("\\n[ \\t]+");

  private final DocTrees trees;
  private int preformatted;

  private Comments(DocTrees trees) {
    this.trees = trees;
  }

  /** Null if nothing is left. */
  static @Nullable String text(DocTrees trees, List<? extends DocTree> body) {
    StringBuilder text = new StringBuilder();
    new Comments(trees).visit(body, text);
    // Line breaks of the source stay, blanks at the ends of lines do not.
    String trimmed = ENDS_OF_LINES.matcher(text).replaceAll("\n");
    String tidy = EMPTY_LINES.matcher(trimmed).replaceAll("\n\n").strip();
    return tidy.isEmpty() ? null : tidy;
  }

  @Override
  public Void visitText(TextTree node, StringBuilder to) {
    return add(node.getBody(), to);
  }

  /** Javadoc keeps the blank after the star of each line but the first. */
  private @Nullable Void add(String text, StringBuilder to) {
    to.append(preformatted > 0 ? text : STARTS_OF_LINES.matcher(text).replaceAll("\n"));
    return null;
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree node, StringBuilder to) {
    return add(node.getBody().getBody(), to);
  }

  /** The label, or the signature as Java would write it. */
  @Override
  public @Nullable Void visitLink(LinkTree node, StringBuilder to) {
    if (node.getLabel().isEmpty()) {
      String signature = node.getReference().getSignature();
      to.append(signature.startsWith("#") ? signature.substring(1) : signature.replace('#', '.'));
      return null;
    }
    return visit(node.getLabel(), to);
  }

  @Override
  public @Nullable Void visitEntity(EntityTree node, StringBuilder to) {
    String characters = trees.getCharacters(node);
    to.append(characters == null ? node.toString() : characters.replace('\u00a0', ' '));
    return null;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree node, StringBuilder to) {
    to.append("Returns ");
    visit(node.getDescription(), to);
    to.append('.');
    return null;
  }

  @Override
  public @Nullable Void visitSummary(SummaryTree node, StringBuilder to) {
    return visit(node.getSummary(), to);
  }

  @Override
  public @Nullable Void visitIndex(IndexTree node, StringBuilder to) {
    return visit(node.getSearchTerm(), to);
  }

  @Override
  public @Nullable Void visitSystemProperty(SystemPropertyTree node, StringBuilder to) {
    to.append(node.getPropertyName());
    return null;
  }

  @Override
  public @Nullable Void visitStartElement(StartElementTree node, StringBuilder to) {
    String name = node.getName().toString().toLowerCase(Locale.ROOT);
    if (name.equals("pre")) {
      preformatted++;
    }
    return separate(name, to, name.equals("li") ? "\n- " : "");
  }

  @Override
  public @Nullable Void visitEndElement(EndElementTree node, StringBuilder to) {
    String name = node.getName().toString().toLowerCase(Locale.ROOT);
    if (name.equals("pre")) {
      preformatted = Math.max(0, preformatted - 1);
    }
    return separate(name, to, "");
  }

  private static @Nullable Void separate(String element, StringBuilder to, String otherwise) {
    if (PARAGRAPHS.contains(element)) {
      to.append("\n\n");
    } else {
      to.append(LINES.contains(element) ? "\n" : otherwise);
    }
    return null;
  }
}
