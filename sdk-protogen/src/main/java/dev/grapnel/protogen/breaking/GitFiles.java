package dev.grapnel.protogen.breaking;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the .proto files of a git revision. */
final class GitFiles {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path repository;

  GitFiles(Path repository) {
    this.repository = repository;
  }

  /** Texts by path below the folder, with slashes. */
  SortedMap<String, String> read(String ref, String protoDir) throws UnreadableException {
    if (!Files.isDirectory(repository)) {
      throw new UnreadableException(
          "there is no folder " + repository, "name a folder of the repository");
    }
    if (ref.isBlank() || ref.indexOf(':') >= 0 || hasControls(ref + protoDir)) {
      throw new UnreadableException(
          "\"" + (ref + "#" + protoDir).replaceAll("\\p{Cntrl}", "?") + "\" cannot be a revision",
          "name a branch, a tag or a commit, and a folder");
    }
    String tree = tree(ref, protoDir);
    Map<String, String> objects = new LinkedHashMap<>();
    for (String line : run("ls-tree", "-r", "-z", "--full-tree", tree).split("\0", -1)) {
      // MODE SP TYPE SP OBJECT TAB PATH
      int tab = line.indexOf('\t');
      if (tab > 0 && line.endsWith(".proto") && line.startsWith("100")) {
        objects.put(line.substring(tab + 1), line.substring(0, tab).split(" ", -1)[2]);
      }
    }
    SortedMap<String, String> texts = new TreeMap<>();
    try (GitProcess git = GitProcess.start(repository, LIMIT, List.of("cat-file", "--batch"))) {
      for (Map.Entry<String, String> one : objects.entrySet()) {
        texts.put(one.getKey(), new String(git.content(one.getValue()), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** Lines separate what git is asked. */
  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ');
  }

  /** The folder's object. Names go over the standard input, where nothing is an option. */
  private String tree(String ref, String protoDir) throws UnreadableException {
    String prefix = run("rev-parse", "--show-prefix").strip();
    Path folder = Path.of("/").resolve(prefix).resolve(protoDir).normalize();
    List<String> parts = new ArrayList<>();
    folder.forEach(part -> parts.add(part.toString()));
    try (GitProcess git =
        GitProcess.start(repository, LIMIT, List.of("cat-file", "--batch-check"))) {
      String commit = git.object(ref + "^{commit}");
      if (commit.isEmpty()) {
        throw new UnreadableException(
            "there is no revision " + ref,
            "name a branch, tag or commit that is there; fetch it before, whole and not shallow");
      }
      String path = String.join("/", parts);
      String tree = git.object(path.isEmpty() ? commit + "^{tree}" : commit + ":" + path);
      if (tree.isEmpty()) {
        throw new UnreadableException(
            "the revision " + ref + " has no folder " + path,
            "name the folder as it was there; compare with nothing before the first release");
      }
      return tree;
    }
  }

  private String run(String... command) throws UnreadableException {
    try (GitProcess git = GitProcess.start(repository, LIMIT, List.of(command))) {
      return git.output();
    }
  }
}
