package dev.grapnel.client.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.grapnel.client.config.ServiceConfig.Entry;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a service config in the form that grpc-java takes from its JSON parser: maps, lists, texts
 * and numbers of type {@code Double}.
 *
 * @param retry what holds where an entry has neither retry nor hedging
 * @param hedging whether hedging is written
 * @param timeouts whether time-outs are written
 */
record ServiceConfigWriter(Optional<RetryPolicy> retry, Toggle hedging, Toggle timeouts) {

  /** Protobuf's longest duration: 10,000 years. */
  private static final Duration LONGEST = Duration.ofDays(3_652_500);

  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .registerTypeAdapter(
              Double.class,
              // 3 attempts, not 3.0.
              (JsonSerializer<Double>)
                  (number, type, context) ->
                      number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE
                          ? new JsonPrimitive(number.intValue())
                          : new JsonPrimitive(finite(number)))
          .create();

  /** Writes what was set and no more. */
  static ServiceConfigWriter complete() {
    return new ServiceConfigWriter(Optional.empty(), Toggle.ON, Toggle.ON);
  }

  static String json(Map<String, ?> form) {
    return GSON.toJson(form, Map.class);
  }

  String json(ServiceConfig config) {
    return json(form(config.entries(), config.retryBudget()));
  }

  Map<String, ?> form(List<Entry> entries, Optional<RetryBudget> budget) {
    Map<String, Object> form = new LinkedHashMap<>();
    List<Object> methodConfigs = new ArrayList<>();
    entries.forEach(entry -> methodConfigs.add(entry(entry)));
    boolean hasDefaults = entries.stream().anyMatch(entry -> entry.name().isEmpty());
    if (!hasDefaults && retry.filter(policy -> policy.attempts() > 1).isPresent()) {
      methodConfigs.add(entry(new Entry("", Optional.empty(), MethodConfig.builder().build())));
    }
    if (!methodConfigs.isEmpty()) {
      form.put("methodConfig", methodConfigs);
    }
    budget.ifPresent(
        value ->
            form.put(
                "retryThrottling",
                members("maxTokens", (double) value.tokens(), "tokenRatio", value.ratio())));
    return form;
  }

  private Map<String, Object> entry(Entry entry) {
    MethodConfig config = entry.config();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", List.of(name(entry.name())));
    if (timeouts.isOn()) {
      config.timeout().ifPresent(time -> form.put("timeout", text(time)));
    }
    config.waitForReady().ifPresent(wait -> form.put("waitForReady", wait.isOn()));
    if (config.hedging().isPresent()) {
      config.hedging().filter(policy -> hedging.isOn()).ifPresent(policy -> put(form, policy));
    } else {
      config
          .retry()
          .or(() -> retry)
          .filter(policy -> policy.attempts() > 1)
          .ifPresent(policy -> put(form, policy));
    }
    config.maxRequestBytes().ifPresent(size -> form.put("maxRequestMessageBytes", (double) size));
    config.maxResponseBytes().ifPresent(size -> form.put("maxResponseMessageBytes", (double) size));
    return form;
  }

  private static Map<String, String> name(String name) {
    int slash = name.indexOf('/');
    Map<String, String> form = new LinkedHashMap<>();
    if (!name.isEmpty()) {
      form.put("service", slash < 0 ? name : name.substring(0, slash));
    }
    if (slash >= 0) {
      form.put("method", name.substring(slash + 1));
    }
    return form;
  }

  private static void put(Map<String, Object> form, RetryPolicy policy) {
    Map<String, Object> retry = members("maxAttempts", (double) policy.attempts());
    retry.put("initialBackoff", text(policy.backoff().initial()));
    retry.put("maxBackoff", text(policy.backoff().max()));
    retry.put("backoffMultiplier", policy.backoff().multiplier());
    retry.put("retryableStatusCodes", names(policy.codes()));
    form.put("retryPolicy", retry);
  }

  private static void put(Map<String, Object> form, HedgingPolicy policy) {
    form.put(
        "hedgingPolicy",
        members(
            "maxAttempts",
            (double) policy.attempts(),
            "hedgingDelay",
            text(policy.delay()),
            "nonFatalStatusCodes",
            names(policy.nonFatalCodes())));
  }

  /** In the order of their numbers: sets have none. */
  private static List<String> names(Set<Status.Code> codes) {
    return codes.stream().sorted().map(Status.Code::name).toList();
  }

  private static String text(Duration time) {
    Duration shown = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    BigDecimal seconds =
        BigDecimal.valueOf(shown.getSeconds()).add(BigDecimal.valueOf(shown.getNano(), 9));
    return seconds.stripTrailingZeros().toPlainString() + "s";
  }

  /** A config that is still to be refused may be printed. */
  private static double finite(double number) {
    return Double.isFinite(number) ? number : -1;
  }

  private static Map<String, Object> members(Object... namesAndValues) {
    Map<String, Object> form = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return form;
  }
}
