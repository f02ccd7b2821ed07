package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The commits of a merge, with the locks they hold.
 *
 * @param versions the locks of both sides
 */
record LockMergeSides(List<LockVersions> versions) {

  /**
   * Finds both sides: the base and the branch that is checked out, or, where that is the base, what
   * is merged into it.
   *
   * @param lockDir where locks are
   * @param base the branch whose numbers stay
   * @throws ConfigException if git does not know them
   */
  static LockMergeSides find(Path lockDir, String base) {
    Path folder = existing(lockDir);
    Git git = new Git(folder);
    String head =
        git.commit("HEAD")
            .orElseThrow(() -> wrong(folder + " is in no git repository, or nothing is committed"));
    String staying = git.commit(base).orElseThrow(() -> wrong("git knows no revision " + base));
    String moving =
        staying.equals(head)
            ? git.commit("MERGE_HEAD")
                .orElseThrow(() -> wrong(base + " is what is checked out, and nothing is merged"))
            : head;
    String ancestor =
        git.ancestor(staying, moving)
            .orElseThrow(() -> wrong(base + " has no commit in common with the other branch"));
    Path locks = lockDir.toAbsolutePath().normalize();
    TreeSet<String> names = new TreeSet<>();
    Stream.of(staying, moving).map(one -> git.files(one, locks)).forEach(names::addAll);
    List<LockVersions> versions = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(LockFolder.SUFFIX)) {
        Path file = locks.resolve(name);
        versions.add(
            new LockVersions(
                name,
                git.text(ancestor, file).orElse(""),
                git.text(staying, file).orElse(""),
                git.text(moving, file).orElse("")));
      }
    }
    return new LockMergeSides(List.copyOf(versions));
  }

  /** The folder may be gone in a merge; git can run in one above it. */
  private static Path existing(Path lockDir) {
    Path folder = lockDir.toAbsolutePath().normalize();
    Path above = folder.getParent();
    while (above != null && !Files.isDirectory(folder)) {
      folder = above;
      above = folder.getParent();
    }
    return folder;
  }

  private static ConfigException wrong(String problem) {
    return new ConfigException(List.of(problem));
  }
}
