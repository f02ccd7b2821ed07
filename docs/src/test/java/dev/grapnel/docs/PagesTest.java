package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the pages to the code: a code block after a comment {@code <!-- region: FILE#NAME -->} is,
 * line by line, what stands in that tested file between {@code // region: NAME} and {@code //
 * endregion}.
 */
class PagesTest {

  private static final Pattern MARKER = Pattern.compile("<!-- region: (\\S+)#(\\S+) -->");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final int LONGEST_README_EXAMPLE = 40;

  private record Snippet(Path page, Path source, String region, List<String> lines) {}

  private static List<Snippet> snippets(Path page) {
    List<Snippet> snippets = new ArrayList<>();
    List<String> lines = Repository.lines(page);
    for (int i = 0; i < lines.size(); i++) {
      Matcher marker = MARKER.matcher(lines.get(i).strip());
      if (marker.matches()) {
        List<String> block = new ArrayList<>();
        for (int j = i + 2; !lines.get(j).equals("```"); j++) {
          block.add(lines.get(j));
        }
        Path source = Repository.ROOT.resolve(marker.group(1));
        snippets.add(new Snippet(page, source, marker.group(2), block));
      }
    }
    return snippets;
  }

  private static List<String> region(Path source, String name) {
    List<String> lines = Repository.lines(source);
    boolean xml = source.toString().endsWith(".xml");
    int start = indexOf(lines, xml ? "<!-- region: " + name + " -->" : "// region: " + name, 0);
    assertThat(start).as("region %s of %s", name, source).isNotNegative();
    int end = indexOf(lines, xml ? "<!-- endregion -->" : "// endregion", start);
    List<String> region = lines.subList(start + 1, end);
    int indent =
        region.stream().filter(l -> !l.isBlank()).mapToInt(PagesTest::indent).min().orElse(0);
    return region.stream().map(line -> line.isBlank() ? "" : line.substring(indent)).toList();
  }

  private static int indexOf(List<String> lines, String wanted, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  @Test
  void showCodeThatIsTested() {
    List<Snippet> all =
        Repository.files(".md").stream().flatMap(page -> snippets(page).stream()).toList();
    assertThat(all).isNotEmpty();
    assertThat(all)
        .allSatisfy(
            snippet ->
                assertThat(snippet.lines())
                    .as("%s shows %s#%s", snippet.page(), snippet.source(), snippet.region())
                    .isEqualTo(region(snippet.source(), snippet.region())));
  }

  @Test
  void showAWholeServiceAndItsClientOnTheFirstScreenOfTheReadme() {
    List<Snippet> snippets = snippets(Repository.ROOT.resolve("README.md"));
    assertThat(snippets.get(0).lines().size()).isLessThanOrEqualTo(LONGEST_README_EXAMPLE);
    assertThat(String.join("\n", snippets.get(0).lines()))
        .contains("GRPCServer.builder()")
        .contains("GRPCClient.builder(");
  }

  @Test
  void linkToFilesThatAreThere() {
    for (Path page : Repository.files(".md")) {
      Matcher links = LINK.matcher(Repository.text(page));
      while (links.find()) {
        String link = links.group(1);
        if (!link.startsWith("http")) {
          assertThat(Files.exists(page.resolveSibling(link)))
              .as("%s links to %s", page, link)
              .isTrue();
        }
      }
    }
  }

  @Test
  void sayTheTwoCommandsThatContinuousIntegrationRuns() {
    String readme = Repository.text(Repository.ROOT.resolve("README.md"));
    assertThat(readme).contains("samples/run crypto").contains("mvn -B verify");
    assertThat(Repository.text(Repository.ROOT.resolve(".ci/run"))).contains("mvn -B verify");
  }

  @Test
  void tellEveryConfigurationKey() {
    String page = Repository.text(Repository.ROOT.resolve("docs/guide/configuration.md"));
    assertThat(dev.grapnel.core.config.GRPCConfig.defaults().settings())
        .isNotEmpty()
        .allSatisfy(
            setting ->
                assertThat(page)
                    .as("docs/guide/configuration.md")
                    .contains("`" + setting.key() + "`"));
  }
}
