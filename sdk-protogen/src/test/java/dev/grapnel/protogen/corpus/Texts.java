package dev.grapnel.protogen.corpus;

import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.schema.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;

/** What is written as text, and its other forms. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Texts {

  private Texts() {}

  public record Strings(String text, CharSequence sequence, String[] array, List<String> list) {}

  public record Uuids(
      UUID text,
      @ProtoField(form = Form.BYTES) UUID bytes,
      @ProtoField(form = Form.PARTS) UUID parts) {}

  public record UuidLists(List<UUID> texts, @ProtoField(form = Form.PARTS) List<UUID> parts) {}

  public record Integers(BigInteger text, @ProtoField(form = Form.BYTES) BigInteger bytes) {}

  public record Decimals(
      BigDecimal text,
      @ProtoField(form = Form.GOOGLE_TYPE) BigDecimal google,
      @ProtoField(form = Form.PARTS) BigDecimal parts) {}

  public record Addresses(URI uri, URL url, InetAddress inet, Path path) {}

  public record Cultures(Locale locale, Currency currency, TimeZone zone, Charset charset) {}

  public record Patterns(Pattern pattern, List<Pattern> more) {}
}
