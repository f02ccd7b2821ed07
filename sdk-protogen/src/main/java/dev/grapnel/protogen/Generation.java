package dev.grapnel.protogen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.grapnel.protogen.breaking.ProtoImport;
import dev.grapnel.protogen.constraint.JakartaConstraints;
import dev.grapnel.protogen.constraint.RuleOptions;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.diagnostic.Severity;
import dev.grapnel.protogen.lock.Lock;
import dev.grapnel.protogen.lock.LockOptions;
import dev.grapnel.protogen.lock.LockOptions.Change;
import dev.grapnel.protogen.lock.LockStep;
import dev.grapnel.protogen.lock.Locked;
import dev.grapnel.protogen.mapping.FieldRules;
import dev.grapnel.protogen.mapping.MappingOptions;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.mapping.PackageContents;
import dev.grapnel.protogen.mapping.PackageNames;
import dev.grapnel.protogen.mapping.ProtobufClasses;
import dev.grapnel.protogen.mapping.SchemaChecks;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.DescriptorSets;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import dev.grapnel.protogen.service.CodeFirst;
import dev.grapnel.protogen.template.CrudTemplate;
import dev.grapnel.protogen.template.HttpRules;
import dev.grapnel.protogen.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run of a generator: types to messages and services, numbers from the locks, files. */
final class Generation {

  private final ProtoGeneratorBuilder settings;
  private final ClassSource classes;
  private final PackageNames packages;
  private final @Nullable Path lockDir;
  private final Diagnostics diagnostics = new Diagnostics();
  private final ProtobufClasses protobuf;
  private final ModelMapper mapper;
  private final CrudTemplate templates;
  private final CodeFirst interfaces;
  private final List<MadeService> services = new ArrayList<>();

  /** The Java packages that a protobuf package is made of. */
  private final SortedMap<String, TreeSet<String>> javaPackages = new TreeMap<>();

  /** Without a folder for locks, numbers are in the order of declaration. */
  Generation(
      ProtoGeneratorBuilder settings,
      ClassSource classes,
      PackageNames packages,
      @Nullable Path lockDir) {
    this.lockDir = lockDir;
    this.settings = settings;
    this.classes = classes;
    this.packages = packages;
    MappingOptions options =
        new MappingOptions(packages, settings.allPresent, settings.allJsonNames);
    protobuf = ProtobufClasses.loadedBy(settings.loader());
    FieldRules fieldRules =
        settings.constraints
            ? new JakartaConstraints(classes, diagnostics)::rules
            : FieldRules.NONE;
    mapper = new ModelMapper(classes, options, diagnostics, protobuf, fieldRules);
    HttpRules rules = settings.httpRules ? HttpRules.GOOGLE : HttpRules.NONE;
    templates = new CrudTemplate(settings.template, rules, classes, diagnostics);
    interfaces = new CodeFirst(classes, mapper, diagnostics);
  }

  void addModel(String name) {
    mapper.add(type(name), origin(name));
  }

  void addResource(String name, String serviceName) {
    JavaType.Named type = type(name);
    ProtoType made = mapper.add(type, origin(name));
    Optional<ProtoMessage> message = made == null ? Optional.empty() : mapper.message(made);
    if (message.isEmpty()) {
      if (made != null) {
        diagnostics.add(noModel(name));
      }
      return;
    }
    JavaClass declaration = classes.find(type.className()).orElseThrow();
    MadeService service =
        templates.make(
            declaration,
            message.get(),
            mapper.packageOf(declaration),
            serviceName,
            settings.operations);
    services.add(service);
    interfaces.reserve(service);
  }

  private static Diagnostic noModel(String name) {
    return origin(name)
        .finding(
            Code.NOT_A_MODEL,
            "it becomes no message",
            "A service for a model is made for a record or a bean.",
            "ask for it as a model, without a service");
  }

  void addService(String name) {
    interfaces.make(name).ifPresent(services::add);
  }

  /** The builder has checked that it is one. */
  private static JavaType.Named type(String name) {
    return TypeExpression.parse(name).orElseThrow();
  }

  private static Origin origin(String name) {
    return new Origin(SourceLocation.UNKNOWN, name);
  }

  /** All that was added, as files. */
  GeneratedProtos files() {
    Map<String, Lock> before = lockDir == null ? Map.of() : LockFolder.read(lockDir, diagnostics);
    Locked locked = numbered(before, this::javaPackage);
    ProtoSchema schema = sorted(locked.schema());
    Map<String, String> texts = lockDir == null ? Map.of() : LockFolder.texts(before, locked);
    return new GeneratedProtos(
        ProtoFiles.of(schema, indent(), texts),
        texts,
        descriptors(schema),
        warnings(before.equals(locked.after())));
  }

  /** The one package that was added, as text and nothing else. */
  String text() {
    boolean isSeed = settings.template == Template.SEED;
    Locked locked = numbered(Map.of(), isSeed ? name -> "" : this::javaPackage);
    return ProtoFiles.plain(sorted(locked.schema()), indent());
  }

  /** As people write by hand. */
  private String indent() {
    return settings.template == Template.SEED ? "    " : "  ";
  }

  private ProtoSchema sorted(ProtoSchema schema) {
    return settings.template == Template.SEED ? schema : Assembly.sorted(schema);
  }

  private Locked numbered(Map<String, Lock> before, UnaryOperator<String> javaPackage) {
    Assembly assembly = new Assembly();
    SortedMap<String, PackageContents> contents = mapper.contents();
    contents.forEach(assembly::add);
    services.forEach(assembly::add);
    contents.forEach(this::findJavaPackages);
    ProtoSchema wanted = assembly.schema(javaPackage);
    SchemaChecks.check(wanted, diagnostics);
    Locked locked = LockStep.apply(before, imported(wanted), lockOptions(), diagnostics);
    if (diagnostics.hasErrors()) {
      throw new ProtoGenerationException(diagnostics.all());
    }
    return locked;
  }

  /** The order of a class file does not matter where nothing is given a number by it. */
  private List<Diagnostic> warnings(boolean areNumbersKept) {
    return diagnostics.of(Severity.WARNING).stream()
        .filter(one -> !(areNumbersKept && one.code() == Code.UNSURE_ORDER))
        .toList();
  }

  private ProtoSchema imported(ProtoSchema wanted) {
    return settings.published == null
        ? wanted
        : ImportedNumbers.given(wanted, ProtoImport.match(settings.published, wanted, diagnostics));
  }

  private LockOptions lockOptions() {
    return LockOptions.of(settings.frozen ? Change.REFUSED : Change.ALLOWED)
        .accepted(settings.accepted)
        .wire(Map.of("presence", settings.allPresent ? "all" : "annotated"));
  }

  private void findJavaPackages(String packageName, PackageContents contents) {
    TreeSet<String> found = new TreeSet<>();
    contents.messages().forEach(message -> packageOf(message.key()).ifPresent(found::add));
    contents.enums().forEach(type -> packageOf(type.key()).ifPresent(found::add));
    javaPackages.put(packageName, found);
  }

  /** The Java package of a key that is a class, with arguments or without. */
  private Optional<String> packageOf(String key) {
    int arguments = key.indexOf('<');
    String className = arguments < 0 ? key : key.substring(0, arguments);
    return className.contains(":")
        ? Optional.empty()
        : classes.find(className).map(JavaClass::packageName);
  }

  private String javaPackage(String packageName) {
    TreeSet<String> found = javaPackages.getOrDefault(packageName, new TreeSet<>());
    return found.isEmpty() ? packageName : packages.generatedPackage(found.first());
  }

  private FileDescriptorSet descriptors(ProtoSchema schema) {
    List<FileDescriptorProto> files = SchemaDescriptors.of(schema, RuleOptions::of);
    List<FileDescriptor> imports = new ArrayList<>(Imports.known());
    imports.addAll(protobuf.files());
    if (settings.constraints) {
      imports.add(RuleOptions.file());
    }
    return DescriptorSets.of(files, imports);
  }
}
