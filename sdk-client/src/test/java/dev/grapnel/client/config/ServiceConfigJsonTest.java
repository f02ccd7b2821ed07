package dev.grapnel.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.Backoff;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigJsonTest {

  private static final String WHOLE =
      """
      {
        "methodConfig": [
          {
            "name": [
              {
                "service": "crypto.CryptoService",
                "method": "GetCoin"
              }
            ],
            "timeout": "1.5s",
            "waitForReady": true,
            "retryPolicy": {
              "maxAttempts": 4,
              "initialBackoff": "0.05s",
              "maxBackoff": "2s",
              "backoffMultiplier": 1.5,
              "retryableStatusCodes": [
                "ABORTED",
                "UNAVAILABLE"
              ]
            },
            "maxRequestMessageBytes": 1024,
            "maxResponseMessageBytes": 2048
          },
          {
            "name": [
              {
                "service": "crypto.CryptoService"
              }
            ],
            "hedgingPolicy": {
              "maxAttempts": 2,
              "hedgingDelay": "0.000000001s",
              "nonFatalStatusCodes": []
            }
          },
          {
            "name": [
              {}
            ],
            "waitForReady": false
          }
        ],
        "retryThrottling": {
          "maxTokens": 10,
          "tokenRatio": 0.125
        }
      }""";

  @TempDir Path folder;

  @Test
  void theStandardFormIsReadAndWritten() {
    ServiceConfig built =
        ServiceConfig.builder()
            .method(
                "crypto.CryptoService/GetCoin",
                MethodConfig.builder()
                    .timeout(Duration.ofMillis(1500))
                    .waitForReady(Toggle.ON)
                    .retry(
                        new RetryPolicy(
                            4,
                            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 1.5),
                            Set.of(Status.Code.UNAVAILABLE, Status.Code.ABORTED)))
                    .maxRequestBytes(1024)
                    .maxResponseBytes(2048)
                    .build())
            .service(
                "crypto.CryptoService",
                MethodConfig.builder()
                    .hedging(new HedgingPolicy(2, Duration.ofNanos(1), Set.of()))
                    .build())
            .defaults(MethodConfig.builder().waitForReady(Toggle.OFF).build())
            .retryBudget(new RetryBudget(10, 0.125))
            .build();

    assertThat(built).hasToString(WHOLE);
    assertThat(ServiceConfig.fromJson(WHOLE).entries()).isEqualTo(built.entries());
    assertThat(ServiceConfig.fromJson(WHOLE).retryBudget()).contains(new RetryBudget(10, 0.125));
    assertThat(ServiceConfig.fromJson(WHOLE)).hasToString(WHOLE);
  }

  @Test
  void codesAreNamesInAnyCaseOrNumbersAndNumbersMayBeTexts() {
    ServiceConfig config =
        ServiceConfig.fromJson(
            """
            {"methodConfig": [{"name": [{"service": "a.B"}, {"service": "", "method": ""}],
              "retryPolicy": {"maxAttempts": "2", "initialBackoff": "1s", "maxBackoff": "1s",
                "backoffMultiplier": 2, "retryableStatusCodes": [14, "aborted"]}}]}
            """);

    assertThat(config.entries()).extracting(ServiceConfig.Entry::name).containsExactly("a.B", "");
    assertThat(config.entries().get(1).config().retry().orElseThrow().codes())
        .containsExactlyInAnyOrder(Status.Code.UNAVAILABLE, Status.Code.ABORTED);
  }

  @Test
  void anEmptyObjectIsAnEmptyConfig() {
    assertThat(ServiceConfig.fromJson("{}")).hasToString("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|the document is a list: expected an object",
        "{\"methodConfig\": 3}|methodConfig is 3: expected a list",
        "{\"methodConfigs\": []}|methodConfigs is not known: expected some of methodConfig, retryThrottling",
        "{\"methodConfig\": [1]}|methodConfig[0] is 1: expected an object",
        "{\"methodConfig\": [{\"name\": [{}]}, {\"name\": [{}]}]}|methodConfig[1].name[0] is the same as methodConfig[0].name[0]: expected each name once",
        "{\"methodConfig\": [{}]}|methodConfig[0].name is missing: expected a list of names; [{}] is for all methods",
        "{\"methodConfig\": [{\"name\": []}]}|methodConfig[0].name is empty: expected a list of names; [{}] is for all methods",
        "{\"methodConfig\": [{\"name\": [{\"method\": \"M\"}]}]}|methodConfig[0].name[0] has a method, but no service: expected both",
        "{\"methodConfig\": [{\"name\": [{\"service\": \"a/b\"}]}]}|methodConfig[0].name[0] is a/b: expected a full name without slashes",
        "{\"retryThrottling\": {\"maxTokens\": 0, \"tokenRatio\": 1}}|retryThrottling.maxTokens is 0: expected a number from 1 to 1000",
        "{\"retryThrottling\": {\"maxTokens\": 1}}|retryThrottling.tokenRatio is missing: expected a number from 0.001 to 1000",
        "{\"loadBalancingConfig\": []}|loadBalancingConfig is not read here: set loadBalancing(…) of the client",
        "{\"healthCheckConfig\": {}}|healthCheckConfig is not read here: set loadBalancing(LoadBalancing.roundRobin().healthChecking(…)) of the client",
      })
  void whatIsWrongIsToldWithItsPlace(String json, String problem) {
    assertThat(refusal(json).problems()).containsExactly("service config: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"timeout\": \"1m\"|timeout is \"1m\": expected seconds such as \"1.5s\"",
        "\"timeout\": \"-1s\"|timeout is \"-1s\": expected seconds such as \"1.5s\"",
        "\"timeout\": \"0s\"|timeout is PT0S: expected a time above zero",
        "\"timeout\": null|timeout is null: expected seconds such as \"1.5s\"",
        "\"timeout\": \"1s\", \"timeout\": \"2s\"|timeout is there twice: expected one",
        "\"waitForReady\": \"true\"|waitForReady is \"true\": expected true or false",
        "\"maxRequestMessageBytes\": 0|maxRequestMessageBytes is 0: expected a number above zero",
        "\"maxResponseMessageBytes\": 1.5|maxResponseMessageBytes is 1.5: expected a whole number below 2147483648",
        "\"maxResponseMessageBytes\": 1e999999999|maxResponseMessageBytes is 1e999999999: expected a whole number below 2147483648",
        "\"retryPolicy\": []|retryPolicy is a list: expected an object",
        "\"hedgingPolicy\": {}|hedgingPolicy.maxAttempts is missing: expected a number from 2 to 5",
        "\"hedgingPolicy\": {\"maxAttempts\": 1}|hedgingPolicy.maxAttempts is 1: expected a number from 2 to 5",
        "\"hedgingPolicy\": {\"maxAttempts\": 2, \"nonFatalStatusCodes\": [\"NOPE\"]}|hedgingPolicy.nonFatalStatusCodes[0] is \"NOPE\": expected a status code such as \"UNAVAILABLE\"",
        "\"hedgingPolicy\": {\"maxAttempts\": 2, \"nonFatalStatusCodes\": [17]}|hedgingPolicy.nonFatalStatusCodes[0] is 17: expected a status code such as \"UNAVAILABLE\"",
      })
  void aWrongMemberOfAMethodConfigIsTold(String member, String problem) {
    String json = "{\"methodConfig\": [{\"name\": [{}], " + member + "}]}";

    assertThat(refusal(json).problems())
        .containsExactly("service config: methodConfig[0]." + problem);
  }

  @Test
  void allProblemsOfARetryPolicyComeTogether() {
    assertThat(
            refusal(
                    """
                    {"methodConfig": [{"name": [{"service": "a.B", "sevice": ""}],
                      "retryPolicy": {"maxAttempts": 9, "initialBackoff": "0s", "maxBackoff": "1s",
                        "backoffMultiplier": 0, "retryableStatusCodes": ["NOT_FOUND"]},
                      "hedgingPolicy": {"maxAttempts": 2, "nonFatalStatusCodes": ["OK"]}}]}
                    """)
                .problems())
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("methodConfig[0].retryPolicy.maxAttempts is 9"),
            text -> assertThat(text).contains("methodConfig[0].retryPolicy.initialBackoff is PT0S"),
            text -> assertThat(text).contains("methodConfig[0].retryPolicy.backoffMultiplier is 0"),
            text -> assertThat(text).contains("retryPolicy.retryableStatusCodes has NOT_FOUND"),
            text -> assertThat(text).contains("hedgingPolicy.nonFatalStatusCodes has OK"),
            text -> assertThat(text).contains("methodConfig[0] has retryPolicy and hedgingPolicy"),
            text -> assertThat(text).contains("methodConfig[0].name[0].sevice is not known"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "{", "{} {}", "{\"a\": 1,}", "{a: 1}", "{'a': 1}", "// {}", "NaN", "]"})
  void whatIsNoJsonIsRefused(String json) {
    assertThat(refusal(json).problems()).isNotEmpty();
  }

  @Test
  void thePlaceOfAMistakeIsTold() {
    assertThat(refusal("{\n  a: 1}"))
        .hasMessageStartingWith(
            "service config: expected one JSON object: malformed at line 2 column ");
    assertThat(refusal("{} {}"))
        .hasMessageStartingWith(
            "service config: expected one JSON object: malformed at line 1 column ");
  }

  @Test
  void aDeepDocumentIsRefused() {
    assertThat(refusal("[".repeat(100_000)).problems())
        .singleElement()
        .asString()
        .startsWith("service config: expected one JSON object: ");
  }

  @Test
  void textsOfTheDocumentAreCutAndCleanedBeforeTheyAreTold() {
    String name = "\\n\\u001b" + "x".repeat(1000);

    assertThat(refusal("{\"" + name + "\": 1}").getMessage())
        .doesNotContain("\n")
        .doesNotContain("\u001b")
        .hasSizeLessThan(300);
    assertThat(refusal("{\"methodConfig\": \"" + name + "\"}").getMessage())
        .doesNotContain("\n")
        .hasSizeLessThan(300);
  }

  @Test
  void aFileIsReadAndNamedInProblems() throws IOException {
    Path file = folder.resolve("calls.json");
    Files.writeString(file, WHOLE);
    assertThat(ServiceConfig.load(file)).hasToString(WHOLE);

    Files.writeString(file, "{\"x\": 1}");
    assertThat(problemOf(file)).startsWith("service config " + file + ": x is not known");
    Files.write(file, "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problemOf(file)).endsWith("the file cannot be read: expected UTF-8");
    assertThat(problemOf(folder.resolve("none.json"))).endsWith("the file does not exist");
  }

  private static String problemOf(Path file) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> ServiceConfig.load(file)).getMessage());
  }

  private static ConfigException refusal(String json) {
    return catchThrowableOfType(ConfigException.class, () -> ServiceConfig.fromJson(json));
  }
}
