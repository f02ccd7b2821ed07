package dev.grapnel.samples.crypto;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.grapnel.core.config.AuthConfig;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a token that the server takes: what an identity provider does in real life. */
@Command(
    name = "crypto-token",
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description = {
      "Prints a token for a server that runs with GRPC_AUTH_ENABLED=true.",
      "Signed with the same GRPC_AUTH_SECRET as the server has."
    })
public final class CryptoToken implements Callable<Integer> {

  @Option(names = "--user", required = true, description = "Whom the token is for: 1, 2 or 3.")
  private long user;

  @Option(
      names = "--permission",
      description = "What the user may do beside, for example crypto.change_any_wallet.")
  private List<String> permissions = List.of();

  @Option(
      names = "--minutes",
      description = "How long the token is valid (default: ${DEFAULT-VALUE}).")
  private long minutes = 60;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec spec;

  /** Prints a token. */
  public static void main(String... arguments) {
    System.exit(Program.run(new CryptoToken(), arguments));
  }

  @Override
  public Integer call() {
    AuthConfig auth = GRPCConfig.load().auth();
    Instant now = Instant.now();
    JWTCreator.Builder token =
        JWT.create()
            .withSubject(String.valueOf(user))
            .withIssuedAt(now)
            .withExpiresAt(now.plus(Duration.ofMinutes(minutes)))
            .withClaim("permissions", permissions);
    auth.issuer().ifPresent(token::withIssuer);
    auth.audience().ifPresent(token::withAudience);
    spec.commandLine().getOut().println(token.sign(algorithm(auth)));
    return 0;
  }

  private static Algorithm algorithm(AuthConfig auth) {
    String secret =
        auth.secret()
            .map(Secret::value)
            .orElseThrow(() -> refused("GRPC_AUTH_SECRET is not set: give it the server's"));
    return switch (auth.jwtAlgorithm()) {
      case "HS256" -> Algorithm.HMAC256(secret);
      case "HS384" -> Algorithm.HMAC384(secret);
      case "HS512" -> Algorithm.HMAC512(secret);
      default ->
          throw refused(
              "grpc.auth.jwt-algorithm is "
                  + auth.jwtAlgorithm()
                  + ": this program signs with HS256, HS384 or HS512 only");
    };
  }

  private static ConfigException refused(String problem) {
    return new ConfigException(List.of(problem));
  }
}
