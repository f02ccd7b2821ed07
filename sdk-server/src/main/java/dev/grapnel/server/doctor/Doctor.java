package dev.grapnel.server.doctor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what keeps a server from being safe and quick in production: settings that do not fit
 * each other or their surroundings, and libraries that do not fit each other.
 *
 * <p>It opens nothing and changes nothing; it reads the manifests on the class path or module path
 * and the certificate. What it cannot know is not told: the settings of clients and load balancers,
 * and what stands in front of the server.
 */
public final class Doctor {

  private final ClassLoader classes;
  private final InstantSource clock;

  Doctor(ClassLoader classes, InstantSource clock) {
    this.classes = classes;
    this.clock = clock;
  }

  /**
   * Examines a server. Users call {@code GRPCServer.diagnose()}.
   *
   * @param server what is known of it
   * @return what was found
   */
  public static Diagnosis examine(ServerFacts server) {
    return new Doctor(Doctor.class.getClassLoader(), InstantSource.system()).diagnose(server);
  }

  Diagnosis diagnose(ServerFacts server) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new LibraryCheck(ClassPath.of(classes)).findings());
    findings.addAll(
        new ExposureCheck(server.exposure(), server.surroundings().production()).findings());
    findings.addAll(new CertificateCheck(server.exposure().security(), clock).findings());
    findings.addAll(new CallTimeCheck(server).findings());
    findings.addAll(new NumberCheck(server.limits(), server.surroundings()).findings());
    server.ignoredSettings().forEach(text -> findings.add(ignored(text)));
    return new Diagnosis(findings);
  }

  private static Finding ignored(String text) {
    return new Finding(
        Severity.WARNING,
        "setting-ignored",
        text,
        "whoever set it believes that it holds, but the server runs with another value",
        "correct the name, or remove it");
  }
}
