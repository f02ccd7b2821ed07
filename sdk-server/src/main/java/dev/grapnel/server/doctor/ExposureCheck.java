package dev.grapnel.server.doctor;

import dev.grapnel.core.security.TransportSecurity;
import java.util.ArrayList;
import java.util.List;

/** Who can reach the server, and what they can read or do there. */
record ExposureCheck(ServerFacts.Exposure exposure, boolean production) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (exposure.security() instanceof TransportSecurity.Plaintext && !exposure.local()) {
      findings.add(plaintext());
    }
    if (production && exposure.reflection()) {
      findings.add(reflection());
    }
    if (production
        && !exposure.local()
        && !exposure.authenticates()
        && !(exposure.security() instanceof TransportSecurity.MutualTls)) {
      findings.add(noAuthentication());
    }
    if (exposure.adminPort().isPresent()) {
      findings.add(adminPort());
    }
    return findings;
  }

  private Finding plaintext() {
    String fix = "set transportSecurity(…) or GRPC_TLS_CERTIFICATE and GRPC_TLS_PRIVATE_KEY";
    if (exposure.authenticates()) {
      return new Finding(
          Severity.WARNING,
          "plaintext-credentials",
          "calls are not encrypted on " + exposure.host() + ", and they carry credentials",
          "whoever sees the network on the way can read a token and be that caller with it; only a"
              + " mesh or proxy on this very machine that adds TLS makes that safe",
          fix);
    }
    return new Finding(
        Severity.WARNING,
        "plaintext",
        "calls are not encrypted on " + exposure.host(),
        "whoever sees the network on the way can read and change calls; only a mesh or proxy on"
            + " this very machine that adds TLS makes that safe",
        fix);
  }

  private static Finding reflection() {
    return new Finding(
        Severity.WARNING,
        "reflection-production",
        "reflection is on, and this is production",
        "callers can list all services, methods and messages, those for insiders as well",
        "set reflection(Availability.IN_DEVELOPMENT) or GRPC_REFLECTION=auto");
  }

  private Finding noAuthentication() {
    return new Finding(
        Severity.WARNING,
        "no-authentication",
        "nobody asks who calls on " + exposure.host() + ", and this is production",
        "whoever reaches the port may call every method",
        "add an AuthInterceptor, or use mutual TLS (GRPC_TLS_TRUSTED_CERTIFICATES)");
  }

  private Finding adminPort() {
    return new Finding(
        Severity.NOTE,
        "admin-port",
        "the admin services (channelz) are on loopback, without authentication",
        "whoever may log in on this machine or pod sees the addresses of peers and what their"
            + " connections do; forwarding the port shows it to others",
        "leave out adminPort(…) where they are not needed");
  }
}
