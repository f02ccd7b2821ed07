package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.AuthConfig;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.NearestName;
import dev.grapnel.core.config.Toggle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes an interceptor of {@code grpc.auth.*}, or tells all that is wrong with it. */
final class ConfiguredAuth {

  private static final List<String> ALGORITHMS =
      Stream.of(JwtAlgorithm.values()).map(Enum::name).toList();

  private final AuthConfig config;
  private final List<String> problems = new ArrayList<>();

  ConfiguredAuth(AuthConfig config) {
    this.config = config;
  }

  AuthInterceptor build(AccessRules inCode) {
    Optional<JwtAlgorithm> algorithm = algorithm();
    JwtAuthenticatorBuilder keys = keys();
    AccessRules rules = rules(inCode);
    JwtAuthenticator tokens =
        keys == null || algorithm.isEmpty() ? null : tokens(keys, algorithm.get());
    ConfigException.throwIfAny(problems);
    AuthInterceptor.Builder builder =
        AuthInterceptor.builder().rules(rules).requireAuth(Toggle.of(config.requireAuth()));
    if (tokens != null) {
      builder.addAuthenticator(tokens);
    }
    return builder.build();
  }

  private Optional<JwtAlgorithm> algorithm() {
    String name = config.jwtAlgorithm();
    if (!ALGORITHMS.contains(name)) {
      problems.add(
          "grpc.auth.jwt-algorithm is \"%s\": expected one of %s; the nearest is %s"
              .formatted(
                  PrintableText.of(name),
                  String.join(", ", ALGORITHMS),
                  NearestName.of(name, ALGORITHMS)));
      return Optional.empty();
    }
    return Optional.of(JwtAlgorithm.valueOf(name));
  }

  private @Nullable JwtAuthenticatorBuilder keys() {
    List<JwtAuthenticatorBuilder> given = new ArrayList<>();
    config.secret().map(secret -> JwtAuthenticator.hmac(secret.value())).ifPresent(given::add);
    config.publicKey().map(JwtAuthenticator::pem).ifPresent(given::add);
    config.jwks().map(JwtAuthenticator::jwks).ifPresent(given::add);
    if (given.size() == 1) {
      return given.get(0);
    }
    problems.add(
        "there "
            + (given.isEmpty() ? "is no key" : "are " + given.size() + " keys")
            + " for tokens: expected one of grpc.auth.secret (GRPC_AUTH_SECRET),"
            + " grpc.auth.public-key (GRPC_AUTH_PUBLIC_KEY) and grpc.auth.jwks (GRPC_AUTH_JWKS)");
    return null;
  }

  private AccessRules rules(AccessRules inCode) {
    try {
      return AccessRules.parse(config.rules()).orElse(inCode);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> problems.add("grpc.auth.rules: " + problem));
      return inCode;
    }
  }

  private @Nullable JwtAuthenticator tokens(JwtAuthenticatorBuilder keys, JwtAlgorithm algorithm) {
    config.issuer().ifPresent(keys::issuer);
    config.audience().ifPresent(keys::audience);
    try {
      return keys.algorithms(algorithm).build();
    } catch (ConfigException e) {
      e.problems().forEach(problem -> problems.add(keyOfKeys() + ": " + problem));
      return null;
    }
  }

  private String keyOfKeys() {
    if (config.secret().isPresent()) {
      return "grpc.auth.secret with grpc.auth.jwt-algorithm " + config.jwtAlgorithm();
    }
    return config.publicKey().isPresent() ? "grpc.auth.public-key" : "grpc.auth.jwks";
  }
}
