package dev.grapnel.client;

import dev.grapnel.client.call.CallDefaults;
import dev.grapnel.client.call.CredentialsGuard;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.client.resolver.kubernetes.KubernetesTargets;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says all that is wrong with the settings of a client. */
final class SettingsCheck {

  /** A name, or an address in brackets if it has colons; then perhaps a port. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[[^]@]+]|[^:@\\[\\]]+)(?::(\\d{1,5}))?");

  private static final Duration LEAST_BACKOFF = Duration.ofMillis(100);
  private static final Duration MOST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

  private final ClientSettings settings;
  private final List<String> problems = new ArrayList<>();

  private final Optional<Targets> targets;

  private SettingsCheck(ClientSettings settings) {
    this.settings = settings;
    this.targets = targets();
  }

  static List<String> problems(ClientSettings settings) {
    SettingsCheck check = new SettingsCheck(settings);
    settings.loadBalancing.problems(check.problems);
    check.times();
    check.names();
    check.sizes();
    check.calls();
    return check.problems;
  }

  private Optional<Targets> targets() {
    try {
      Targets found = settings.targets.get();
      problems.addAll(found.problems());
      problems.addAll(KubernetesTargets.problems(found.toUri()));
      return Optional.of(found);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private void times() {
    Problems.into(problems).positive("timeout", settings.timeout);
    Duration backoff = settings.reconnectBackoff;
    if (backoff.compareTo(LEAST_BACKOFF) < 0 || backoff.compareTo(MOST_BACKOFF) > 0) {
      problems.add("reconnectBackoff is " + backoff + ": expected 100 ms to 10 s");
    }
    if (settings.idleTimeout.compareTo(LEAST_IDLE) < 0) {
      problems.add("idleTimeout is " + settings.idleTimeout + ": expected 1 s or more");
    }
  }

  private void sizes() {
    bytes("maxInboundMessageSize", settings.maxInboundMessageSize);
    bytes("maxInboundMetadataSize", settings.maxInboundMetadataSize);
  }

  private void bytes(String name, int value) {
    if (value < 1) {
      problems.add(name + " is " + value + ": expected a number of bytes above zero");
    }
  }

  private void names() {
    settings
        .authority
        .filter(name -> !isAuthority(name))
        .ifPresent(
            name ->
                problems.add(
                    "authority is \"" + name + "\": expected a host name, with a port or without"));
  }

  private static boolean isAuthority(String name) {
    Matcher matcher = AUTHORITY.matcher(name);
    try {
      return matcher.matches()
          && name.equals(new URI(null, name, null, null, null).getRawAuthority())
          && (matcher.group(1) == null || isPort(Integer.parseInt(matcher.group(1))));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 65535;
  }

  private void calls() {
    settings.compression.ifPresent(name -> CallDefaults.check(name, problems));
    targets
        .filter(settings::isExposed)
        .ifPresent(
            exposed ->
                CredentialsGuard.check(
                    exposed.toString(), settings.callCredentials, settings.interceptors, problems));
  }
}
