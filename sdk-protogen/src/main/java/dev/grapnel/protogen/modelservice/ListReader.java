package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import dev.grapnel.core.error.FieldViolations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads list requests of all templates: they have what their message has fields for. */
final class ListReader {

  /**
   * What was asked.
   *
   * @param bound what a page token of it is bound to
   */
  record Request(ListQuery query, List<String> bound) {}

  private static final String SIZE = "page_size";
  private static final String TOKEN = "page_token";
  private static final String SKIP = "skip";
  private static final String FILTER = "filter";
  private static final String ORDER = "order_by";
  private static final String FILTERS = "_filters";
  private static final String PAGINATION = "_pagination";

  private final String rpc;
  private final ListOptions options;
  private final ListTerms terms;
  private final Descriptor message;

  ListReader(String rpc, Descriptor message, ModelSerializer<?> serializer, ListOptions options) {
    this.rpc = rpc;
    this.message = message;
    this.options = options;
    this.terms = new ListTerms(serializer, options);
  }

  /** Whether a request can ask for one page and the next one. */
  boolean isPaged() {
    return message.findFieldByName(TOKEN) != null
        || message.findFieldByName(PAGINATION) != null
        || options.hasMetadata();
  }

  Request read(Message request) {
    FieldViolations violations = FieldViolations.create();
    Map<String, Object> filters = new LinkedHashMap<>();
    violations.check(
        text(request, Refusals.PARENT).isEmpty(), Refusals.PARENT, Refusals.NO_PARENTS);
    terms.filter(text(request, FILTER), FILTER, filters, violations);
    readFilters(request, filters, violations);
    List<ListQuery.Order> orders = terms.orders(text(request, ORDER), ORDER, violations);
    List<String> bound = bound(filters, orders);
    int size = size(request, violations);
    long skip = number(request, SKIP, violations);
    PageNumbers numbers = pageNumbers(request, violations);
    if (numbers != null) {
      size = numbers.sizeWithin(options);
      skip = numbers.skip(size);
    }
    String cursor = cursor(text(request, TOKEN), bound, violations);
    violations.throwIfAny();
    return new Request(new ListQuery(size, cursor, skip, filters, orders), bound);
  }

  /** What the request has itself counts. */
  private void readFilters(
      Message request, Map<String, Object> filters, FieldViolations violations) {
    Struct own = struct(request, FILTERS);
    if (own == null && options.hasMetadata()) {
      Struct told = MetadataTerms.read(MetadataTerms.FILTERS, violations);
      terms.filter(told, MetadataTerms.FILTERS, filters, violations);
    } else {
      terms.filter(own, FILTERS, filters, violations);
    }
  }

  private @Nullable PageNumbers pageNumbers(Message request, FieldViolations violations) {
    Struct own = struct(request, PAGINATION);
    if (own != null) {
      return PageNumbers.of(own, PAGINATION, violations);
    }
    Struct told =
        options.hasMetadata() ? MetadataTerms.read(MetadataTerms.PAGINATION, violations) : null;
    return told == null ? null : PageNumbers.of(told, MetadataTerms.PAGINATION, violations);
  }

  private List<String> bound(Map<String, Object> filters, List<ListQuery.Order> orders) {
    List<String> bound = new ArrayList<>(List.of(rpc, orders.toString()));
    new TreeMap<>(filters)
        .forEach(
            (name, value) -> {
              bound.add(name);
              bound.add(value.toString());
            });
    return bound;
  }

  private int size(Message request, FieldViolations violations) {
    if (!isPaged()) {
      return options.maxSize();
    }
    long wished = number(request, SIZE, violations);
    return wished <= 0 ? options.defaultSize() : (int) Math.min(wished, options.maxSize());
  }

  private String cursor(String token, List<String> bound, FieldViolations violations) {
    if (token.isEmpty()) {
      return "";
    }
    return options
        .tokens()
        .cursor(token, bound)
        .orElseGet(
            () -> {
              violations.add(
                  TOKEN,
                  "must come from the page before, of a list with the same filter and order; it may"
                      + " have been made by a server that has been restarted");
              return "";
            });
  }

  private long number(Message request, String name, FieldViolations violations) {
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null || !(request.getField(field) instanceof Number number)) {
      return 0;
    }
    violations.check(number.longValue() >= 0, name, "must not be negative");
    return number.longValue();
  }

  private String text(Message request, String name) {
    FieldDescriptor field = message.findFieldByName(name);
    return field != null && request.getField(field) instanceof String text ? text : "";
  }

  private @Nullable Struct struct(Message request, String name) {
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null || !request.hasField(field)) {
      return null;
    }
    Object value = request.getField(field);
    try {
      return value instanceof Struct struct
          ? struct
          : Struct.parseFrom(((Message) value).toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw Refusals.invalid(name, "must be a google.protobuf.Struct");
    }
  }
}
