package dev.grapnel.interceptors.auth;

import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.AuthConfig;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Authentication.Absent;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.interceptors.auth.Authentication.Unavailable;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls, lets in who may, and refuses all others before a message of theirs is read.
 *
 * <pre>{@code
 * AuthInterceptor.builder()
 *     .addAuthenticator(tokens)
 *     .rules(AccessRules.builder().from(CryptoService.class).build())
 *     .build();
 * }</pre>
 *
 * <p>What happens to a call, whatever its kind:
 *
 * <ul>
 *   <li>Each {@link Authenticator} is asked in turn, until one finds a credential of its kind; what
 *       that one says holds. None is asked if the call has a principal already.
 *   <li>No credential, or a bad one: UNAUTHENTICATED. Why is not told: text and trailers are the
 *       same for all reasons. The reason is in the log {@code grpc.auth}.
 *   <li>A credential that cannot be judged now, or an authenticator or condition that throws:
 *       UNAVAILABLE with {@code RetryInfo}.
 *   <li>Neither happens to calls of a method that is public: they go on without a principal, see
 *       {@link Access#anyone}.
 *   <li>A principal that may not call the method: PERMISSION_DENIED with {@code ErrorInfo}, whose
 *       text says what is required.
 *   <li>Otherwise the principal is in {@link CallContext#principal()} in all callbacks of the call.
 * </ul>
 *
 * <p>Which method needs what is said by {@link AccessRules}. A method without a rule is refused
 * always, unless {@link Builder#requireAuth} is off, and a Grapnel server with such a method does
 * not start. Without being named, {@code grpc.health.v1.Health} is public and {@code
 * grpc.reflection} needs a principal; rules that name these services override that, a rule for
 * everything else does not.
 *
 * <p>The check is made once, when the call begins. A credential that expires during a long stream
 * does not end that stream; it lasts until it is over, or until the server's maximal connection age
 * and grace have passed. The log has at most 10 lines a minute of each kind above DEBUG. Works in
 * any grpc-java server, as one of the outermost interceptors. Thread-safe.
 */
public final class AuthInterceptor implements ServerAwareInterceptor {

  private static final AccessRules BUILT_IN =
      AccessRules.builder()
          .service("grpc.health.v1.Health", Access.anyone())
          .service("grpc.reflection.v1.ServerReflection", Access.authenticated())
          .service("grpc.reflection.v1alpha.ServerReflection", Access.authenticated())
          .build();

  private static final Refusal UNAUTHENTICATED =
      Refusal.of(Status.Code.UNAUTHENTICATED, "valid credentials are required");

  private static final Refusal UNAVAILABLE =
      Refusal.of(
          Status.Code.UNAVAILABLE,
          "credentials cannot be checked now",
          RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(1)).build());

  private final Authenticators authenticators;
  private final AccessRules rules;
  private final AccessRules effective;
  private final Toggle requireAuth;
  private final Rule withoutRule;
  private final AuthLog log;

  private AuthInterceptor(Builder builder) {
    this.rules = builder.rules;
    this.effective = builder.rules.orElse(BUILT_IN);
    this.requireAuth = builder.requireAuth;
    this.withoutRule = requireAuth.isOn() ? Rule.NOBODY : Rule.UP_TO_THE_METHOD;
    this.log = new AuthLog(builder.ticker);
    this.authenticators = new Authenticators(List.copyOf(builder.authenticators), log);
  }

  /**
   * Creates an interceptor that lets every principal call every method.
   *
   * @param authenticators asked in this order, at least one
   * @return the interceptor
   * @throws ConfigException if there is none
   */
  public static AuthInterceptor of(Authenticator... authenticators) {
    Builder builder =
        builder().rules(AccessRules.builder().otherwise(Access.authenticated()).build());
    Arrays.asList(authenticators).forEach(builder::addAuthenticator);
    return builder.build();
  }

  /**
   * Creates an interceptor that lets everybody call every method who has a token that is signed
   * with a secret by HS256: {@link #of} with {@link JwtAuthenticator#hmac}.
   *
   * @param secret random text of 32 bytes or more
   * @return the interceptor
   * @throws ConfigException if the secret is too short; it is not shown
   */
  public static AuthInterceptor hmac(String secret) {
    return of(JwtAuthenticator.hmac(secret).build());
  }

  /**
   * Creates an interceptor for tokens that are signed with a secret by HS256, with rules.
   *
   * @param secret random text of 32 bytes or more
   * @param rules who may call what, for example {@code AccessRules.of(NoteService.class)}
   * @return the interceptor
   * @throws ConfigException if the secret is too short; it is not shown
   */
  public static AuthInterceptor hmac(String secret, AccessRules rules) {
    return builder().addAuthenticator(JwtAuthenticator.hmac(secret).build()).rules(rules).build();
  }

  /**
   * Creates an interceptor as {@code grpc.auth.*} says: tokens, with the one key that is
   * configured, and rules.
   *
   * @param config the configuration; whether it is enabled is up to the caller
   * @param inCode rules for all that {@code grpc.auth.rules} does not name
   * @return the interceptor
   * @throws ConfigException if anything is wrong; tells all of it at once, and no secret
   */
  public static AuthInterceptor from(AuthConfig config, AccessRules inCode) {
    return new ConfiguredAuth(config).build(inCode);
  }

  /**
   * Begins an interceptor with rules.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Names the methods that no rule covers, unless they need none, and the rules that name what the
   * services do not have. Waits up to 5 seconds for the first keys of a key set; without them the
   * server starts all the same, and answers UNAVAILABLE until they come.
   */
  @Override
  public List<String> problems(List<ServerServiceDefinition> services) {
    RuleCheck check = new RuleCheck(effective, services);
    List<String> problems = new ArrayList<>();
    if (requireAuth.isOn()) {
      problems.addAll(check.uncovered());
    }
    problems.addAll(check.misspelt(rules, BUILT_IN.serviceNames()));
    if (problems.isEmpty()) {
      authenticators.awaitKeys();
    }
    return problems;
  }

  /** Names annotated services whose annotations no rule comes of: they would mean nothing. */
  @Override
  public List<String> implementationProblems(List<Class<?>> implementations) {
    List<String> problems = new ArrayList<>();
    implementations.forEach(type -> problems.addAll(RuleCheck.unread(type, effective)));
    return problems;
  }

  @Override
  public boolean authenticates() {
    return true;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return CallScopeInterceptor.within(
        call, headers, (scoped, received) -> admit(scoped, received, next));
  }

  private <ReqT, RespT> ServerCall.Listener<ReqT> admit(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    CallContext context = CallContext.current();
    Rule found = effective.find(call.getMethodDescriptor());
    Rule rule = found == null ? withoutRule : found;
    Refusal refusal = authenticate(call, headers, context, rule);
    if (refusal == null) {
      refusal = authorize(context, rule);
    }
    return refusal == null ? next.startCall(call, headers) : refusal.refuse(call);
  }

  private @Nullable Refusal authenticate(
      ServerCall<?, ?> call, Metadata headers, CallContext context, Rule rule) {
    if (context.principal().isPresent()) {
      return null;
    }
    Authentication found = authenticators.ask(headers, call.getAttributes(), context);
    if (found instanceof Authenticated good) {
      context.authenticatedAs(good.principal());
      return null;
    }
    return refusal(found, rule.access().credential(), context);
  }

  /** Returns how a call without a principal is refused; null if it may go on without. */
  private @Nullable Refusal refusal(
      Authentication found, AccessKind.Credential needed, CallContext context) {
    if (found instanceof Absent) {
      if (needed != AccessKind.Credential.REQUIRED) {
        return null;
      }
      log.refused(context, "there is no credential");
      return UNAUTHENTICATED;
    }
    if (needed == AccessKind.Credential.IGNORED_IF_BAD) {
      log.ignored(context, found);
      return null;
    }
    if (found instanceof Refused bad) {
      log.refused(context, bad.reason());
      return UNAUTHENTICATED;
    }
    if (found instanceof Unavailable away && found != Authenticators.FAILED) {
      log.unavailable(context, away.reason());
    }
    return UNAVAILABLE;
  }

  private @Nullable Refusal authorize(CallContext context, Rule rule) {
    Principal principal = context.principal().orElse(null);
    try {
      if (principal == null || rule.access().allows(principal)) {
        return null;
      }
    } catch (Throwable thrown) {
      log.failed(context, "the condition of the access rule", thrown);
      return UNAVAILABLE;
    }
    log.denied(context, principal, rule.access());
    return rule.denial();
  }

  /** Builds an {@link AuthInterceptor}. Not thread-safe. */
  public static final class Builder {

    private final List<Authenticator> authenticators = new ArrayList<>();
    private AccessRules rules = AccessRules.builder().build();
    private Toggle requireAuth = Toggle.ON;
    private Ticker ticker = Ticker.system();

    private Builder() {}

    /**
     * Adds a way to find out who calls. The first one added is asked first.
     *
     * @param authenticator asked for each call, on the call's thread
     * @return this builder
     */
    public Builder addAuthenticator(Authenticator authenticator) {
      authenticators.add(authenticator);
      return this;
    }

    /**
     * Says who may call what. The default is no rule at all.
     *
     * @param rules the rules; {@link AccessRules#orElse} joins those of several places
     * @return this builder
     */
    public Builder rules(AccessRules rules) {
      this.rules = rules;
      return this;
    }

    /**
     * Chooses what happens to methods without a rule. {@link Toggle#ON}, the default: nobody may
     * call them. {@link Toggle#OFF}: they decide for themselves, for example by {@code
     * BaseService.requireUser()}; a call without a credential goes on without a principal, and a
     * bad credential is refused.
     *
     * @param toggle whether each method needs a rule
     * @return this builder
     */
    public Builder requireAuth(Toggle toggle) {
      this.requireAuth = toggle;
      return this;
    }

    Builder ticker(Ticker ticker) {
      this.ticker = ticker;
      return this;
    }

    /**
     * Builds the interceptor.
     *
     * @return the interceptor
     * @throws ConfigException if there is no authenticator
     */
    public AuthInterceptor build() {
      if (authenticators.isEmpty()) {
        throw new ConfigException(
            List.of(
                "an AuthInterceptor has no authenticator: expected one or more by addAuthenticator(…)"));
      }
      return new AuthInterceptor(this);
    }
  }
}
