package dev.grapnel.protogen.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommentsTest {

  private SourceFolder folder;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = new SourceFolder(temporary);
  }

  private JavaClass read(String text) throws Exception {
    return folder.with("A.java", text).read().find("A").orElseThrow();
  }

  private String comment(String javadoc) throws Exception {
    return read("/**\n * " + javadoc.replace("\n", "\n * ") + "\n */\nclass A {}").comment();
  }

  @Test
  void linesOfTheTextStay() throws Exception {
    assertThat(comment("A user of the shop.   \n\nHas one  name.\n"))
        .isEqualTo("A user of the shop.\n\nHas one  name.");
  }

  @Test
  void inlineTagsLeaveTheirWords() throws Exception {
    assertThat(
            comment(
                "See {@link java.util.List#add(Object)}, {@link #x}, {@linkplain String the text},"
                    + " {@code a < b} and {@literal <c>}."))
        .isEqualTo("See java.util.List.add(Object), x, the text, a < b and <c>.");
    assertThat(comment("{@summary Short.} Is {@index word} in {@systemProperty p.q}{@inheritDoc}."))
        .isEqualTo("Short. Is word in p.q.");
  }

  @Test
  void blockTagsGo() throws Exception {
    assertThat(comment("What it is.\n\n@author me\n@deprecated do not\n@since 1"))
        .isEqualTo("What it is.");
    assertThat(comment("@since 1")).isNull();
  }

  @Test
  void htmlGoesAndItsParagraphsStay() throws Exception {
    assertThat(
            comment(
                """
                One <b>bold</b> &amp; <i>small</i> &lt;tag&gt; &#64; &copy;&nbsp;me.

                <p>Two:
                <ul>
                  <li>first
                  <li>second</li>
                </ul>
                Line<br>break <!-- hidden -->here.\
                """))
        .isEqualTo(
            """
            One bold & small <tag> @ © me.

            Two:

            - first

            - second

            Line
            break here.\
            """);
  }

  @Test
  void preformattedTextKeepsItsIndent() throws Exception {
    assertThat(comment("Say:\n<pre>{@code\n  if (x) {\n    y();\n  }\n}</pre>\nDone."))
        .isEqualTo("Say:\n\n   if (x) {\n     y();\n   }\n\nDone.");
  }

  @Test
  void membersHaveTheirOwn() throws Exception {
    JavaClass found =
        read(
            """
            enum A {
              /** First. */
              ONE,
              TWO;
              /** The field. */
              int x;
              /** {@return the field} */
              int x() { return x; }
              /**
               * @return nothing to say
               */
              int y() { return x; }
              // no Javadoc
              int z() { return x; }
            }
            """);
    assertThat(found.comment()).isNull();
    assertThat(found.constants()).extracting(JavaField::comment).containsExactly("First.", null);
    assertThat(found.fields()).extracting(JavaField::comment).containsExactly("The field.");
    assertThat(found.methods())
        .filteredOn(one -> one.name().length() == 1)
        .extracting(JavaMethod::comment)
        .containsExactly("Returns the field.", null, null);
  }

  @Test
  void componentsOfARecordHaveWhatItsCommentSaysOfThem() throws Exception {
    JavaClass found =
        read(
            """
            /**
             * A pair.
             *
             * @param <T> a type
             * @param one the {@code first}
             *     of two
             */
            record A<T>(T one, T two) {}
            """);
    assertThat(found.comment()).isEqualTo("A pair.");
    assertThat(found.components())
        .extracting(JavaField::comment)
        .containsExactly("the first\nof two", null);
  }
}
