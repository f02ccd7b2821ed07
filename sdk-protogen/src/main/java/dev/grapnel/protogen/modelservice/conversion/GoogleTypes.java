package dev.grapnel.protogen.modelservice.conversion;

import com.google.type.Date;
import com.google.type.DateTime;
import com.google.type.TimeOfDay;
import com.google.type.TimeZone;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Dates and times as messages of google.type. */
final class GoogleTypes {

  private GoogleTypes() {}

  static Date date(LocalDate value) {
    return Date.newBuilder()
        .setYear(value.getYear())
        .setMonth(value.getMonthValue())
        .setDay(value.getDayOfMonth())
        .build();
  }

  static TimeOfDay time(LocalTime value) {
    return TimeOfDay.newBuilder()
        .setHours(value.getHour())
        .setMinutes(value.getMinute())
        .setSeconds(value.getSecond())
        .setNanos(value.getNano())
        .build();
  }

  static DateTime.Builder dateTime(LocalDateTime value) {
    return DateTime.newBuilder()
        .setYear(value.getYear())
        .setMonth(value.getMonthValue())
        .setDay(value.getDayOfMonth())
        .setHours(value.getHour())
        .setMinutes(value.getMinute())
        .setSeconds(value.getSecond())
        .setNanos(value.getNano());
  }

  static DateTime dateTime(OffsetDateTime value) {
    DateTime.Builder made = dateTime(value.toLocalDateTime());
    made.getUtcOffsetBuilder().setSeconds(value.getOffset().getTotalSeconds());
    return made.build();
  }

  static DateTime dateTime(ZonedDateTime value) {
    return dateTime(value.toLocalDateTime())
        .setTimeZone(TimeZone.newBuilder().setId(value.getZone().getId()))
        .build();
  }

  static LocalDateTime local(DateTime value) {
    return LocalDateTime.of(
        value.getYear(),
        value.getMonth(),
        value.getDay(),
        value.getHours(),
        value.getMinutes(),
        value.getSeconds(),
        value.getNanos());
  }

  static OffsetDateTime offset(DateTime value) {
    MessageForms.check(value.hasUtcOffset());
    int seconds = Math.toIntExact(value.getUtcOffset().getSeconds());
    return local(value).atOffset(ZoneOffset.ofTotalSeconds(seconds));
  }
}
