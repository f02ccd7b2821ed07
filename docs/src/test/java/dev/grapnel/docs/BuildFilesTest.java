package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildFilesTest {

  private static final String PARENT = Repository.text(Repository.ROOT.resolve("pom.xml"));
  private static final String BOM = Repository.text(Repository.ROOT.resolve("sdk-bom/pom.xml"));

  private static String property(String pom, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(pom);
    assertThat(matcher.find()).as("property %s", name).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc.version", "netty.version", "protobuf.version"})
  void theBomNamesTheVersionsThatAreTested(String name) {
    assertThat(property(BOM, name)).isEqualTo(property(PARENT, name));
  }

  @Test
  void theBomHoldsEveryModule() {
    List<String> modules =
        Pattern.compile("<module>(sdk-[^<]+)</module>")
            .matcher(PARENT)
            .results()
            .map(result -> result.group(1))
            .filter(module -> !module.equals("sdk-bom"))
            .toList();
    assertThat(modules)
        .isNotEmpty()
        .allSatisfy(module -> assertThat(BOM).contains("<artifactId>" + module + "</artifactId>"));
  }

  @Test
  void noPomNamesARepositoryOrAFloatingVersion() {
    for (Path pom : Repository.files("pom.xml")) {
      assertThat(Repository.text(pom))
          .as("%s", pom)
          .doesNotContain("epositories>")
          .doesNotContain("LATEST")
          .doesNotContain("RELEASE");
    }
  }

  @Test
  void gettingStartedNamesTheProtobufThatIsTested() {
    assertThat(Repository.text(Repository.ROOT.resolve("docs/guide/getting-started.md")))
        .contains("`protobuf.version` | `" + property(PARENT, "protobuf.version") + "`");
  }
}
