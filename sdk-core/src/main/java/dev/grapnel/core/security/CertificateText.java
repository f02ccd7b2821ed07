package dev.grapnel.core.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.stream.Collectors;

/** Tells in a log line which certificates are in use: whose, for which names, until when. */
final class CertificateText {

  private static final int MOST_NAMES = 5;
  private static final int SERIAL_DIGITS = 8;

  private CertificateText() {}

  static String of(TlsFiles.Loaded loaded) {
    String own = loaded.own().map(CertificateText::own).orElse("");
    if (loaded.trusted().isEmpty()) {
      return own;
    }
    String trusted =
        loaded.trusted().stream()
            .limit(MOST_NAMES)
            .map(one -> one.getSubjectX500Principal().getName() + " (" + serial(one) + ")")
            .collect(Collectors.joining(", ", "trusting ", more(loaded.trusted().size())));
    return own.isEmpty() ? trusted : own + "; " + trusted;
  }

  private static String own(TlsFiles.Own own) {
    X509Certificate certificate = own.certificate();
    return "%s for %s, serial %s, valid until %s"
        .formatted(
            certificate.getSubjectX500Principal().getName(),
            names(certificate),
            serial(certificate),
            own.end());
  }

  /** The alternative names, which are what peers check. */
  private static String names(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return "no names";
      }
      return names.stream()
          .limit(MOST_NAMES)
          // A pair of kind and value; values of rare kinds are bytes.
          .map(name -> name.get(1) instanceof String text ? text : "?")
          .collect(Collectors.joining(", ", "", more(names.size())));
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
  }

  private static String more(int count) {
    return count > MOST_NAMES ? " and " + (count - MOST_NAMES) + " more" : "";
  }

  private static String serial(X509Certificate certificate) {
    String digits = certificate.getSerialNumber().toString(16);
    return digits.length() <= SERIAL_DIGITS ? digits : digits.substring(0, SERIAL_DIGITS) + "…";
  }
}
