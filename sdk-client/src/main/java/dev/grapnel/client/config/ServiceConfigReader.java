package dev.grapnel.client.config;

import dev.grapnel.client.config.ServiceConfig.Entry;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.Backoff;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code grpc.service_config.ServiceConfig} as JSON. */
final class ServiceConfigReader {

  private static final Set<String> CONFIG = names("methodConfig", "retryThrottling");
  private static final Set<String> METHOD =
      names(
          "name",
          "timeout",
          "waitForReady",
          "retryPolicy",
          "hedgingPolicy",
          "maxRequestMessageBytes",
          "maxResponseMessageBytes");

  /** What the standard has, but a client of this SDK sets elsewhere. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "loadBalancingConfig", "loadBalancing(…)",
          "loadBalancingPolicy", "loadBalancing(…)",
          "healthCheckConfig", "loadBalancing(LoadBalancing.roundRobin().healthChecking(…))");

  /** What policies call their values, and what the document does. */
  private static final Map<String, String> MEMBERS =
      Map.of(
          ".retry.attempts ", ".retryPolicy.maxAttempts ",
          ".retry.codes ", ".retryPolicy.retryableStatusCodes ",
          ".retry.backoff.initial ", ".retryPolicy.initialBackoff ",
          ".retry.backoff.max ", ".retryPolicy.maxBackoff ",
          ".retry.backoff.multiplier ", ".retryPolicy.backoffMultiplier ",
          ".hedging.attempts ", ".hedgingPolicy.maxAttempts ",
          ".hedging.nonFatalCodes ", ".hedgingPolicy.nonFatalStatusCodes ",
          ".maxRequestBytes ", ".maxRequestMessageBytes ",
          ".maxResponseBytes ", ".maxResponseMessageBytes ",
          " has retry and hedging:", " has retryPolicy and hedgingPolicy:");

  private final List<String> problems;
  private final List<Entry> entries = new ArrayList<>();

  /** Where each name was seen first. */
  private final Map<String, String> places = new HashMap<>();

  private ServiceConfigReader(List<String> problems) {
    this.problems = problems;
  }

  static ServiceConfig read(Path file, List<String> problems) {
    try {
      return read(Files.readString(file), problems);
    } catch (NoSuchFileException e) {
      problems.add("the file does not exist");
    } catch (CharacterCodingException e) {
      problems.add("the file cannot be read: expected UTF-8");
    } catch (IOException e) {
      problems.add("the file cannot be read: " + e);
    }
    return ServiceConfig.builder().build();
  }

  static ServiceConfig read(String json, List<String> problems) {
    try {
      return new ServiceConfigReader(problems).config(StrictJson.read(json, problems));
    } catch (IOException e) {
      // The parser tells how to make it lenient, then the place, then its manual.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      int place = reason.indexOf("at line ");
      problems.add(
          "expected one JSON object: "
              + (place < 0 ? "" : "malformed ")
              + JsonNode.safe(reason.substring(Math.max(0, place))));
      return ServiceConfig.builder().build();
    }
  }

  private ServiceConfig config(JsonNode root) {
    Set<String> known = new TreeSet<>(CONFIG);
    for (String name : new TreeSet<>(ELSEWHERE.keySet())) {
      if (root.member(name).isPresent()) {
        known.add(name);
        problems.add(name + " is not read here: set " + ELSEWHERE.get(name) + " of the client");
      }
    }
    if (!root.isObject(known)) {
      return ServiceConfig.builder().build();
    }
    root.member("methodConfig").stream()
        .flatMap(list -> list.elements("a list").stream())
        .forEach(this::methodConfig);
    Optional<RetryBudget> budget = root.member("retryThrottling").flatMap(this::budget);
    return new ServiceConfig(entries, budget, List.of());
  }

  private void methodConfig(JsonNode node) {
    if (!node.isObject(METHOD)) {
      return;
    }
    MethodConfig config =
        new MethodConfig(
            node.member("timeout").flatMap(JsonNode::duration),
            node.member("waitForReady").flatMap(JsonNode::flag).map(Toggle::of),
            node.member("retryPolicy").flatMap(this::retry),
            node.member("hedgingPolicy").flatMap(this::hedging),
            size(node, "maxRequestMessageBytes"),
            size(node, "maxResponseMessageBytes"));
    config.problems(node.path()).stream()
        .map(ServiceConfigReader::inDocument)
        .forEach(problems::add);
    String expected = "a list of names; [{}] is for all methods";
    List<JsonNode> names =
        node.required("name", expected).map(list -> list.elements(expected)).orElse(List.of());
    if (node.member("name").filter(list -> list.value().equals(List.of())).isPresent()) {
      problems.add(node.path() + ".name is empty: expected " + expected);
    }
    names.forEach(name -> name(name).ifPresent(text -> add(text, name.path(), config)));
  }

  private void add(String name, String place, MethodConfig config) {
    String first = places.putIfAbsent(name, place);
    if (first == null) {
      entries.add(new Entry(name, Optional.empty(), config));
    } else {
      problems.add(place + " is the same as " + first + ": expected each name once");
    }
  }

  /** As gRPC has it, an empty text is as good as none. */
  private Optional<String> name(JsonNode node) {
    if (!node.isObject(names("service", "method"))) {
      return Optional.empty();
    }
    String service = node.member("service").flatMap(JsonNode::text).orElse("");
    String method = node.member("method").flatMap(JsonNode::text).orElse("");
    if (service.isEmpty() && !method.isEmpty()) {
      problems.add(node.path() + " has a method, but no service: expected both");
      return Optional.empty();
    }
    String name = method.isEmpty() ? service : service + "/" + method;
    if (name.isEmpty() || (method.isEmpty() ? Names.isService(name) : Names.isMethod(name))) {
      return Optional.of(name);
    }
    problems.add(
        node.path() + " is " + JsonNode.safe(name) + ": expected a full name without slashes");
    return Optional.empty();
  }

  private Optional<RetryPolicy> retry(JsonNode node) {
    if (!node.isObject(
        names(
            "maxAttempts",
            "initialBackoff",
            "maxBackoff",
            "backoffMultiplier",
            "retryableStatusCodes"))) {
      return Optional.empty();
    }
    String time = "seconds such as \"0.05s\"";
    Optional<Integer> attempts = attempts(node);
    Optional<Duration> initial = node.required("initialBackoff", time).flatMap(JsonNode::duration);
    Optional<Duration> max = node.required("maxBackoff", time).flatMap(JsonNode::duration);
    Optional<Double> multiplier =
        node.required("backoffMultiplier", "a number of 1 or more").flatMap(JsonNode::number);
    Optional<Set<Status.Code>> codes =
        node.required("retryableStatusCodes", "a list of status codes").flatMap(this::codes);
    if (attempts.isEmpty()
        || initial.isEmpty()
        || max.isEmpty()
        || multiplier.isEmpty()
        || codes.isEmpty()) {
      return Optional.empty();
    }
    Backoff backoff = new Backoff(initial.get(), max.get(), multiplier.get());
    return Optional.of(new RetryPolicy(attempts.get(), backoff, codes.get()));
  }

  private Optional<HedgingPolicy> hedging(JsonNode node) {
    if (!node.isObject(names("maxAttempts", "hedgingDelay", "nonFatalStatusCodes"))) {
      return Optional.empty();
    }
    Optional<Integer> attempts = attempts(node);
    Optional<JsonNode> delayNode = node.member("hedgingDelay");
    Optional<Duration> delay =
        delayNode.isEmpty() ? Optional.of(Duration.ZERO) : delayNode.get().duration();
    Set<Status.Code> codes =
        node.member("nonFatalStatusCodes").flatMap(this::codes).orElse(Set.of());
    return attempts.flatMap(count -> delay.map(time -> new HedgingPolicy(count, time, codes)));
  }

  private static Optional<Integer> attempts(JsonNode node) {
    return node.required("maxAttempts", "a number from 2 to 5").flatMap(JsonNode::wholeNumber);
  }

  private Optional<RetryBudget> budget(JsonNode node) {
    if (!node.isObject(names("maxTokens", "tokenRatio"))) {
      return Optional.empty();
    }
    Optional<Integer> tokens =
        node.required("maxTokens", "a number from 1 to 1000").flatMap(JsonNode::wholeNumber);
    Optional<Double> ratio =
        node.required("tokenRatio", "a number from 0.001 to 1000").flatMap(JsonNode::number);
    Optional<RetryBudget> budget =
        tokens.flatMap(most -> ratio.map(share -> new RetryBudget(most, share)));
    budget.stream()
        .flatMap(value -> value.problems(node.path()).stream())
        .map(text -> text.replace(".tokens ", ".maxTokens ").replace(".ratio ", ".tokenRatio "))
        .forEach(problems::add);
    return budget;
  }

  /** Codes that are right; the others are told. */
  private Optional<Set<Status.Code>> codes(JsonNode node) {
    if (!(node.value() instanceof List)) {
      return node.refuse("a list of status codes");
    }
    Set<Status.Code> codes = EnumSet.noneOf(Status.Code.class);
    boolean complete = true;
    for (JsonNode element : node.elements("a list of status codes")) {
      Optional<Status.Code> code = code(element);
      code.ifPresent(codes::add);
      complete &= code.isPresent();
    }
    return complete ? Optional.of(codes) : Optional.empty();
  }

  private static Optional<Status.Code> code(JsonNode node) {
    String expected = "a status code such as \"UNAVAILABLE\"";
    String text =
        node.value() instanceof StrictJson.Numeral numeral
            ? numeral.text()
            : node.value() instanceof String name ? name.toUpperCase(Locale.ROOT) : "";
    for (Status.Code code : Status.Code.values()) {
      if (text.equals(code.name()) || text.equals(Integer.toString(code.value()))) {
        return Optional.of(code);
      }
    }
    return node.refuse(expected);
  }

  private static OptionalInt size(JsonNode node, String name) {
    return node.member(name)
        .flatMap(JsonNode::wholeNumber)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static String inDocument(String problem) {
    String text = problem;
    for (Map.Entry<String, String> member : MEMBERS.entrySet()) {
      text = text.replace(member.getKey(), member.getValue());
    }
    return text;
  }

  private static Set<String> names(String... names) {
    return new TreeSet<>(List.of(names));
  }
}
