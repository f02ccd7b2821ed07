package dev.grapnel.samples.hub.library;

import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.annotation.Resource.Operation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A book of the library.
 *
 * @param publishedOn the day; not every book has been published
 * @param price in euros
 * @param shelf where it stands; for the staff only, so that no message has it
 */
@Resource(operations = {Operation.LIST, Operation.GET})
public record Book(
    long id,
    String title,
    @Nested("author") Author author,
    Genre genre,
    @Nullable LocalDate publishedOn,
    BigDecimal price,
    @ProtoIgnore String shelf,
    Instant createdAt) {}
