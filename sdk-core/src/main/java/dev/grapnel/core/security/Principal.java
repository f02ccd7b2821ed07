package dev.grapnel.core.security;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who a call was authenticated as.
 *
 * @param id the subject: unique, never empty
 * @param roles the roles it has
 * @param permissions the permissions it has, for example {@code crypto.delete_coin}
 * @param claims what else the credential said, as text
 */
public record Principal(
    String id, Set<String> roles, Set<String> permissions, Map<String, String> claims) {

  /** The role that {@link #isStaff()} asks for: {@code staff}. */
  public static final String STAFF = "staff";

  /**
   * Copies the collections.
   *
   * @param id the subject
   * @param roles the roles it has
   * @param permissions the permissions it has
   * @param claims what else the credential said
   * @throws IllegalArgumentException if the id is empty
   */
  public Principal {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the id of a principal is empty: expected its subject");
    }
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
    claims = Map.copyOf(claims);
  }

  /**
   * Begins a principal.
   *
   * @param id the subject
   * @return a builder
   */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /**
   * Tells whether the principal has a role.
   *
   * @param role the role
   * @return whether it has it
   */
  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /**
   * Tells whether the principal has a permission.
   *
   * @param permission the permission
   * @return whether it has it
   */
  public boolean hasPermission(String permission) {
    return permissions.contains(permission);
  }

  /**
   * Tells whether the principal is staff.
   *
   * @return whether it has the role {@value #STAFF}
   */
  public boolean isStaff() {
    return hasRole(STAFF);
  }

  /** Builds a {@link Principal}. Not thread-safe. */
  public static final class Builder {

    private final String id;
    private final Set<String> roles = new LinkedHashSet<>();
    private final Set<String> permissions = new LinkedHashSet<>();
    private final Map<String, String> claims = new LinkedHashMap<>();

    private Builder(String id) {
      this.id = id;
    }

    /**
     * Adds a role.
     *
     * @param role the role
     * @return this builder
     */
    public Builder addRole(String role) {
      roles.add(role);
      return this;
    }

    /**
     * Adds a permission.
     *
     * @param permission the permission
     * @return this builder
     */
    public Builder addPermission(String permission) {
      permissions.add(permission);
      return this;
    }

    /**
     * Adds a claim.
     *
     * @param name its name
     * @param value its value
     * @return this builder
     */
    public Builder addClaim(String name, String value) {
      claims.put(name, value);
      return this;
    }

    /**
     * Builds the principal.
     *
     * @return the principal
     * @throws IllegalArgumentException if the id is empty
     */
    public Principal build() {
      return new Principal(id, roles, permissions, claims);
    }
  }
}
