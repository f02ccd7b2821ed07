package dev.grapnel.protogen.processor;

import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** A processor that does something in the last round. */
final class Rounds extends AbstractProcessor {

  private final Consumer<ProcessingEnvironment> last;

  Rounds(Consumer<ProcessingEnvironment> last) {
    this.last = last;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("*");
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (round.processingOver()) {
      last.accept(processingEnv);
    }
    return false;
  }
}
