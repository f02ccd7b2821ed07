package dev.grapnel.protogen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.ProtoFolder.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextDiffTest {

  private static List<String> diff(@Nullable String before, @Nullable String after) {
    return TextDiff.of(new Change(Path.of("a.proto"), before, after));
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void showsThreeLinesAround() {
    assertThat(diff(lines(0, 20), lines(0, 10) + "new\n" + lines(10, 20)))
        .containsExactly(
            "--- a.proto",
            "+++ a.proto",
            "@@ -8,6 +8,7 @@",
            " line 7",
            " line 8",
            " line 9",
            "+new",
            " line 10",
            " line 11",
            " line 12");
  }

  @Test
  void showsFilesThatAreNewAndThatGo() {
    assertThat(diff(null, "a\n"))
        .containsExactly("--- /dev/null", "+++ a.proto", "@@ -0,0 +1,1 @@", "+a");
    assertThat(diff("a\n", null))
        .containsExactly("--- a.proto", "+++ /dev/null", "@@ -1,1 +0,0 @@", "-a");
  }

  @Test
  void showsOtherLineEnds() {
    assertThat(diff("a\r\n", "a\n")).contains("-a^M", "+a");
    assertThat(diff("a", "a\n")).contains("-a (no newline at the end of the file)", "+a");
    assertThat(diff("a\n\n", "a\n")).contains(" a", "-");
  }

  @Test
  void doesNotPassControlCharactersOn() {
    assertThat(diff(null, "\u001b[31mred\u009b\t\n")).contains("+^[[31mred?\t");
  }

  @Test
  void showsLargeFilesThatHaveNothingInCommon() {
    assertThat(diff(lines(0, 5_000), lines(5_000, 10_000))).hasSize(10_003);
  }
}
