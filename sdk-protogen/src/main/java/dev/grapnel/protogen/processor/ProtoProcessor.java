package dev.grapnel.protogen.processor;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoGenerationException;
import dev.grapnel.protogen.ProtoGenerator;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.annotation.ProtoMessage;
import dev.grapnel.protogen.annotation.ProtoService;
import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.source.JavaElements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Makes .proto files of the classes that are compiled: of those with {@link ProtoMessage} or {@link
 * Resource}, and of the interfaces with {@link ProtoService}, with all that they use. What is wrong
 * is an error at its line. A generic class is left out: it is a message where it is used, with its
 * arguments.
 *
 * <p>The files, all of them as a {@code FileDescriptorSet}, and the locks are resources of the
 * compiled classes, in {@code META-INF/grapnel}. It works beside other processors, Lombok among
 * them, after all of them, and claims no annotation.
 *
 * <p>It does nothing without one of its options, for it may be on a class path by chance:
 *
 * <pre>{@code
 * -Agrapnel.proto.dir=src/main/proto            .proto and lock files are written, too
 * -Agrapnel.proto.lockDir=src/main/proto-lock   without, numbers are in order of declaration
 * -Agrapnel.proto.template=STANDARD              the shape of services for @Resource
 * -Agrapnel.proto.packagePrefix=shop             as ProtoGeneratorBuilder.packagePrefix
 * }</pre>
 *
 * <p>A relative path starts at the compiler's working directory, which build tools choose. With a
 * lock folder but without {@code grapnel.proto.dir} nothing outside the compiled classes is
 * written, and a lock that would have to change is an error.
 *
 * <p>Nothing is written if a source cannot be parsed, another processor tells an error, or a model
 * uses a class that is not there. What else does not compile the compiler finds later: it does not
 * change what the models are.
 */
public final class ProtoProcessor extends AbstractProcessor {

  private final Set<String> messages = new TreeSet<>();
  private final Set<String> resources = new TreeSet<>();
  private final Set<String> services = new TreeSet<>();

  /** Is called by the compiler. */
  public ProtoProcessor() {}

  /**
   * Tells that it is to be asked always: where none of its annotations is, the compiler would else
   * warn that nobody knows its options.
   *
   * @return all
   */
  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Settings.NAMES;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (!Settings.areIn(processingEnv.getOptions())) {
      return false;
    }
    collect(round, ProtoMessage.class, messages);
    collect(round, Resource.class, resources);
    collect(round, ProtoService.class, services);
    messages.removeAll(resources);
    boolean isSomething = !(messages.isEmpty() && resources.isEmpty() && services.isEmpty());
    if (round.processingOver() && isSomething && !round.errorRaised()) {
      generate();
    }
    return false;
  }

  private void collect(
      RoundEnvironment round, Class<? extends Annotation> annotation, Set<String> to) {
    for (Element element : round.getElementsAnnotatedWith(annotation)) {
      if (element instanceof TypeElement type && type.getTypeParameters().isEmpty()) {
        to.add(processingEnv.getElementUtils().getBinaryName(type).toString());
      }
    }
  }

  private void generate() {
    List<String> wrong = new ArrayList<>();
    Settings settings = Settings.of(processingEnv.getOptions(), wrong);
    wrong.forEach(this::error);
    if (wrong.isEmpty()) {
      ClassFiles classFiles = ClassFiles.of(new ClassPath(processingEnv.getFiler()));
      generate(settings, JavaElements.of(processingEnv, classFiles));
    }
  }

  private void generate(Settings settings, JavaElements elements) {
    Report report = new Report(processingEnv.getMessager(), elements);
    try {
      GeneratedProtos protos = generator(settings, elements).generate();
      report.print(protos.warnings());
      List<Diagnostic> stale = settings.staleLocks(protos);
      report.print(stale);
      if (stale.isEmpty()) {
        Resources.write(protos, processingEnv.getFiler());
        settings.write(protos);
      }
    } catch (ProtoGenerationException refused) {
      report.print(refused.findings());
    } catch (ConfigException wrong) {
      error(wrong.getMessage());
    } catch (IOException | UncheckedIOException failure) {
      error("cannot read or write files: " + failure);
    }
  }

  private ProtoGenerator generator(Settings settings, JavaElements elements) {
    ProtoGeneratorBuilder builder =
        ProtoGenerator.builder()
            .classes(elements)
            .model(messages.toArray(String[]::new))
            .service(services.toArray(String[]::new));
    resources.forEach(resource -> builder.resource(resource, ""));
    return settings.apply(builder).build();
  }

  private void error(@Nullable String text) {
    processingEnv.getMessager().printMessage(Kind.ERROR, "grapnel: " + text);
  }
}
