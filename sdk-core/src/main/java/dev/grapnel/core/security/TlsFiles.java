package dev.grapnel.core.security;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PEM files of one side: what they hold, and what can be made of it. */
final class TlsFiles {

  /** What the files hold, to the letter: times lie where Kubernetes swaps symbolic links. */
  record Content(String certificateChain, String privateKey, String trusted) {
    @Override
    public String toString() {
      return "content with a private key, not to be shown";
    }
  }

  /** What is there at one look: content, or the reason why there is none. */
  record State(@Nullable Content content, String problem) {}

  /** Our own certificate, those that signed it, and its key. */
  record Own(Path file, List<X509Certificate> chain, PrivateKey key) {

    X509Certificate certificate() {
      return chain.get(0);
    }

    /** When the first certificate of the chain ends. */
    Instant end() {
      return chain.stream().map(one -> one.getNotAfter().toInstant()).min(Instant::compareTo).get();
    }

    /** When all certificates of the chain have begun. */
    Instant begin() {
      return chain.stream()
          .map(one -> one.getNotBefore().toInstant())
          .max(Instant::compareTo)
          .get();
    }

    void requireValidAt(Instant now) {
      if (now.isAfter(end())) {
        throw new TlsException("the certificate chain " + file + " ended at " + end(), null);
      }
      if (now.isBefore(begin())) {
        throw new TlsException(
            "the certificate chain " + file + " is not valid before " + begin(), null);
      }
    }
  }

  /** Certificates that can be read and a key that fits them. */
  record Loaded(Optional<Own> own, List<X509Certificate> trusted) {}

  private final TlsMaterial material;

  TlsFiles(TlsMaterial material) {
    this.material = material;
  }

  State look() {
    try {
      return new State(read(), "");
    } catch (TlsException e) {
      return new State(null, String.valueOf(e.getMessage()));
    }
  }

  private Content read() {
    return new Content(
        material.identity().map(own -> PemFiles.read(own.certificateChain())).orElse(""),
        material.identity().map(own -> PemFiles.read(own.privateKey())).orElse(""),
        material.trustedCertificates().map(PemFiles::read).orElse(""));
  }

  /**
   * Parses what was found.
   *
   * @throws TlsException if a file could not be read, holds the wrong thing or does not fit
   */
  Loaded load(State found) {
    Content content = found.content();
    if (content == null) {
      throw new TlsException(found.problem(), null);
    }
    Optional<Own> own = material.identity().map(identity -> own(identity, content));
    List<X509Certificate> trusted =
        material
            .trustedCertificates()
            .map(file -> PemFiles.certificates(file, content.trusted()))
            .orElse(List.of());
    return new Loaded(own, trusted);
  }

  private static Own own(TlsMaterial.Identity identity, Content content) {
    List<X509Certificate> chain =
        PemFiles.certificates(identity.certificateChain(), content.certificateChain());
    PrivateKey key = PemFiles.privateKey(identity.privateKey(), content.privateKey());
    PemFiles.requireMatch(identity, chain.get(0), key);
    return new Own(identity.certificateChain(), chain, key);
  }

  /** The names of the files, for messages. */
  @Override
  public String toString() {
    String own =
        material.identity().map(id -> id.certificateChain() + ", " + id.privateKey()).orElse("");
    String trusted = material.trustedCertificates().map(Path::toString).orElse("");
    return own.isEmpty() || trusted.isEmpty() ? own + trusted : own + ", " + trusted;
  }
}
