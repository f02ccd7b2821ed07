package dev.grapnel.protogen.modelservice;

import java.util.List;

/**
 * What clients may ask of lists. Immutable.
 *
 * <p>By default pages have 50 models, at most 1000, and clients may neither filter nor order them.
 */
public final class ListOptions {

  private static final int USUAL_SIZE = 50;
  private static final int LARGEST_SIZE = 1_000;
  private static final ListOptions DEFAULTS = builder().build();

  private final int defaultSize;
  private final int maxSize;
  private final List<String> filters;
  private final List<String> orders;
  private final PageTokens tokens;
  private final boolean hasMetadata;

  private ListOptions(Builder builder) {
    this.defaultSize = builder.defaultSize;
    this.maxSize = builder.maxSize;
    this.filters = List.copyOf(builder.filters);
    this.orders = List.copyOf(builder.orders);
    this.tokens = builder.tokens;
    this.hasMetadata = builder.hasMetadata;
  }

  /**
   * Returns the defaults.
   *
   * @return options without filters and orders
   */
  public static ListOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Begins with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  int defaultSize() {
    return defaultSize;
  }

  int maxSize() {
    return maxSize;
  }

  List<String> filters() {
    return filters;
  }

  List<String> orders() {
    return orders;
  }

  PageTokens tokens() {
    return tokens;
  }

  /** Whether the metadata of calls is read, too. */
  boolean hasMetadata() {
    return hasMetadata;
  }

  /** Builds {@link ListOptions}. Not thread-safe. */
  public static final class Builder {

    private int defaultSize = USUAL_SIZE;
    private int maxSize = LARGEST_SIZE;
    private List<String> filters = List.of();
    private List<String> orders = List.of();
    private PageTokens tokens = PageTokens.ofThisProcess();
    private boolean hasMetadata;

    private Builder() {}

    /**
     * Sets how many models a page has when the client does not say.
     *
     * @param models at least 1; 50 by default
     * @return this builder
     */
    public Builder defaultSize(int models) {
      defaultSize = models;
      return this;
    }

    /**
     * Sets how many models a page has at most; clients that ask for more get as many. Where
     * requests cannot ask for pages, it is how many models a list may have in all.
     *
     * @param models at least the default size; 1000 by default
     * @return this builder
     */
    public Builder maxSize(int models) {
      maxSize = models;
      return this;
    }

    /**
     * Names the properties that clients may filter by.
     *
     * @param properties their Java names; of text, numbers, enums, times, and other single values
     * @return this builder
     */
    public Builder filters(String... properties) {
      filters = List.of(properties);
      return this;
    }

    /**
     * Names the properties that clients may order by.
     *
     * @param properties their Java names
     * @return this builder
     */
    public Builder orders(String... properties) {
      orders = List.of(properties);
      return this;
    }

    /**
     * Sets the key that page tokens are signed with. By default it is random, and the same for all
     * services of a process: tokens end with the process, and other servers do not know them. Where
     * several servers share the load, give all of them one key.
     *
     * @param key at least 32 random bytes; copied
     * @return this builder
     * @throws IllegalArgumentException if the key is shorter
     */
    public Builder tokenKey(byte[] key) {
      tokens = PageTokens.of(key);
      return this;
    }

    /**
     * Reads the metadata {@code filters} and {@code pagination} of calls, too, for clients of
     * django-socio-grpc: JSON objects such as {@code {"title": "a"}} and {@code {"page": 2,
     * "page_size": 10}}. A request that has {@code _filters} or {@code _pagination} itself is not
     * asked twice. It is off by default, and needs {@code com.google.protobuf:protobuf-java-util},
     * which the server of the SDK brings.
     *
     * @return this builder
     */
    public Builder metadata() {
      hasMetadata = true;
      return this;
    }

    /**
     * Builds the options.
     *
     * @return the options
     * @throws IllegalArgumentException if the sizes are not as they should be, or metadata cannot
     *     be read
     */
    public ListOptions build() {
      if (hasMetadata) {
        MetadataTerms.check();
      }
      if (defaultSize < 1 || maxSize < defaultSize || maxSize == Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "the default size is %d, the largest %d: expected 1 <= default <= largest < 2^31 - 1"
                .formatted(defaultSize, maxSize));
      }
      return new ListOptions(this);
    }
  }
}
