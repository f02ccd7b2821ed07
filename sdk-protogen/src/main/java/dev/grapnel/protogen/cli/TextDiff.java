package dev.grapnel.protogen.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MeyersDiffWithLinearSpace;
import com.github.difflib.patch.Patch;
import dev.grapnel.protogen.ProtoFolder.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows how a file changes. */
final class TextDiff {

  private static final int CONTEXT = 3;
  private static final String NOWHERE = "/dev/null";

  private TextDiff() {}

  /** A unified diff without line ends. */
  static List<String> of(Change change) {
    String file = change.file().toString().replace('\\', '/');
    List<String> before = lines(change.before());
    List<String> after = lines(change.after());
    List<String> shown = new ArrayList<>();
    shown.add("--- " + (change.before() == null ? NOWHERE : file));
    shown.add("+++ " + (change.after() == null ? NOWHERE : file));
    if (before.isEmpty() || after.isEmpty()) {
      // No need to search for what is common; and the library begins such a hunk with line 1.
      shown.add("@@ -" + range(before) + " +" + range(after) + " @@");
      before.forEach(line -> shown.add("-" + line));
      after.forEach(line -> shown.add("+" + line));
    } else {
      Patch<String> patch = DiffUtils.diff(before, after, new MeyersDiffWithLinearSpace<>());
      List<String> made = UnifiedDiffUtils.generateUnifiedDiff(file, file, before, patch, CONTEXT);
      shown.addAll(removedFirst(made.subList(Math.min(2, made.size()), made.size())));
    }
    return shown.stream().map(TextDiff::visible).toList();
  }

  /** The library may add a line before it removes the one it stands for. */
  private static List<String> removedFirst(List<String> lines) {
    List<String> ordered = new ArrayList<>();
    List<String> added = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("+")) {
        added.add(line);
      } else {
        if (!line.startsWith("-")) {
          ordered.addAll(added);
          added.clear();
        }
        ordered.add(line);
      }
    }
    ordered.addAll(added);
    return ordered;
  }

  private static String range(List<String> lines) {
    return lines.isEmpty() ? "0,0" : "1," + lines.size();
  }

  /** The last line feed ends a line; without it, that is told as other tools do. */
  private static List<String> lines(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int last = lines.size() - 1;
    if (lines.get(last).isEmpty()) {
      lines.remove(last);
    } else {
      lines.set(last, lines.get(last) + " (no newline at the end of the file)");
    }
    return lines;
  }

  /** A terminal shall not obey what is in a file, and other line ends shall be seen. */
  static String visible(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.chars()
        .forEach(
            one -> {
              if (Character.isISOControl(one) && one != '\t') {
                shown.append(one < ' ' ? "^" + (char) (one + '@') : "?");
              } else {
                shown.append((char) one);
              }
            });
    return shown.toString();
  }
}
