package dev.grapnel.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import dev.grapnel.benchmarks.v1.UnaryRequest;
import dev.grapnel.interceptors.ServerChain;
import dev.grapnel.interceptors.auth.AuthInterceptor;
import dev.grapnel.interceptors.deadline.DeadlineInterceptor;
import dev.grapnel.interceptors.errors.ErrorInterceptor;
import dev.grapnel.interceptors.limits.ConcurrencyLimitInterceptor;
import dev.grapnel.interceptors.limits.LimitKey;
import dev.grapnel.interceptors.limits.RateLimit;
import dev.grapnel.interceptors.limits.RateLimitInterceptor;
import dev.grapnel.interceptors.logging.LoggingInterceptor;
import dev.grapnel.interceptors.metrics.MetricsInterceptor;
import dev.grapnel.interceptors.metrics.PrometheusEndpoint;
import dev.grapnel.interceptors.validation.ValidationInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.time.Instant;

/** The interceptors that are measured, one at a time and all together. */
final class Chains {

  private static final String SECRET = "a-secret-of-the-benchmark-that-is-long-enough";
  private static final int NEVER_REACHED = 1_000_000;

  private Chains() {}

  /** Lines at INFO without payloads, metrics, tokens with HMAC, deadlines and complete errors. */
  static ServerInterceptor whole() {
    return ServerChain.builder()
        .logging(logging())
        .metrics(metrics())
        .errors(errors())
        .deadline(deadline())
        .auth(auth())
        .build();
  }

  static ServerInterceptor logging() {
    return LoggingInterceptor.create();
  }

  static ServerInterceptor metrics() {
    return MetricsInterceptor.create(PrometheusEndpoint.registry());
  }

  static ServerInterceptor auth() {
    return AuthInterceptor.hmac(SECRET);
  }

  static ServerInterceptor deadline() {
    return DeadlineInterceptor.create();
  }

  static ServerInterceptor errors() {
    return ErrorInterceptor.create();
  }

  static ServerInterceptor rateLimit() {
    return RateLimitInterceptor.of(RateLimit.perSecond(NEVER_REACHED), LimitKey.peer());
  }

  static ServerInterceptor concurrencyLimit() {
    return ConcurrencyLimitInterceptor.of(NEVER_REACHED);
  }

  static ServerInterceptor validation() {
    return ValidationInterceptor.builder()
        .addValidator(
            UnaryRequest.class,
            (request, violations) ->
                violations.check(!request.getText().isEmpty(), "text", "must not be empty"))
        .build();
  }

  /** What the client sends with every call. */
  static Metadata credentials() {
    String token =
        JWT.create()
            .withSubject("1")
            .withIssuedAt(Instant.now())
            .withExpiresAt(Instant.now().plus(Duration.ofHours(1)))
            .sign(Algorithm.HMAC256(SECRET));
    Metadata metadata = new Metadata();
    metadata.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return metadata;
  }
}
