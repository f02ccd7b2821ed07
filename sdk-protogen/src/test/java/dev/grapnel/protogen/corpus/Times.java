package dev.grapnel.protogen.corpus;

import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.schema.Form;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moments, dates and spans. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Times {

  private Times() {}

  public record Instants(
      Instant plain,
      @ProtoField(form = Form.MILLIS) Instant millis,
      @ProtoField(form = Form.STRING) Instant text,
      Optional<Instant> maybe,
      List<Instant> many) {}

  public record OldDates(
      Date date, java.sql.Timestamp timestamp, java.sql.Date sqlDate, java.sql.Time sqlTime) {}

  public record Durations(
      Duration plain,
      @ProtoField(form = Form.MILLIS) Duration millis,
      @ProtoField(form = Form.NANOS) Duration nanos,
      @ProtoField(form = Form.STRING) Duration text) {}

  public record Dates(
      LocalDate plain,
      @ProtoField(form = Form.GOOGLE_TYPE) LocalDate google,
      @ProtoField(form = Form.EPOCH_DAY) LocalDate day) {}

  public record Clocks(LocalTime plain, @ProtoField(form = Form.GOOGLE_TYPE) LocalTime google) {}

  public record DateTimes(
      LocalDateTime local,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      @ProtoField(form = Form.GOOGLE_TYPE) LocalDateTime googleLocal,
      @ProtoField(form = Form.GOOGLE_TYPE) ZonedDateTime googleZoned,
      @ProtoField(form = Form.TIMESTAMP) OffsetDateTime moment) {}

  public record Parts(OffsetTime time, YearMonth month, MonthDay day, Year year, Period period) {}

  public record Zones(ZoneId id, ZoneOffset offset) {}

  public record Calendar(Map<String, Instant> moments, Map<LocalDate, String> notes) {}
}
