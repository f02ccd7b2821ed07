package dev.grapnel.interceptors.auth;

import com.google.rpc.ErrorInfo;
import dev.grapnel.core.security.Principal;
import io.grpc.Status;
import java.util.List;
import java.util.function.Predicate;

/** What an {@link Access} means to the interceptor. */
sealed interface AccessKind extends Access {

  /** Which calls get as far as {@link #allows}. */
  enum Credential {
    /** All: a bad credential counts as none. */
    IGNORED_IF_BAD,
    /** Those with a good one or none. */
    GOOD_IF_SENT,
    /** Those with a good one. */
    REQUIRED
  }

  default Credential credential() {
    return Credential.REQUIRED;
  }

  boolean allows(Principal principal);

  /** What a principal that is not allowed is told; made once for each rule, not for each call. */
  default Refusal denial() {
    return denied("no access rule opens this method", because("NO_ACCESS_RULE"));
  }

  /** AIP-193: the domain of a reason is unique in the world. */
  private static ErrorInfo.Builder because(String reason) {
    return ErrorInfo.newBuilder().setDomain("grapnel.dev").setReason(reason);
  }

  private static Refusal denied(String description, ErrorInfo.Builder because) {
    return Refusal.of(Status.Code.PERMISSION_DENIED, description, because.build());
  }

  /** The method is public. */
  enum Anyone implements AccessKind {
    INSTANCE;

    @Override
    public Credential credential() {
      return Credential.IGNORED_IF_BAD;
    }

    @Override
    public boolean allows(Principal principal) {
      return true;
    }

    @Override
    public String toString() {
      return AccessText.PUBLIC;
    }
  }

  /** Any principal will do. */
  enum AnyPrincipal implements AccessKind {
    INSTANCE;

    @Override
    public boolean allows(Principal principal) {
      return true;
    }

    @Override
    public String toString() {
      return AccessText.AUTHENTICATED;
    }
  }

  /** There is no rule, and there has to be one. */
  enum Nobody implements AccessKind {
    INSTANCE;

    @Override
    public boolean allows(Principal principal) {
      return false;
    }

    @Override
    public String toString() {
      return "an access rule";
    }
  }

  /** There is no rule, and the method itself decides what it needs. */
  enum UpToTheMethod implements AccessKind {
    INSTANCE;

    @Override
    public Credential credential() {
      return Credential.GOOD_IF_SENT;
    }

    @Override
    public boolean allows(Principal principal) {
      return true;
    }
  }

  /** One of the roles, sorted. */
  record AnyRole(List<String> roles) implements AccessKind {

    @Override
    public boolean allows(Principal principal) {
      for (int i = 0; i < roles.size(); i++) {
        if (principal.hasRole(roles.get(i))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Refusal denial() {
      return denied(
          "the role " + String.join(" or ", roles) + " is required",
          because("ROLE_REQUIRED").putMetadata("roles", String.join(",", roles)));
    }

    @Override
    public String toString() {
      return AccessText.ROLE + String.join("|", roles);
    }
  }

  /** All of the permissions, sorted. */
  record AllPermissions(List<String> permissions) implements AccessKind {

    @Override
    public boolean allows(Principal principal) {
      for (int i = 0; i < permissions.size(); i++) {
        if (!principal.hasPermission(permissions.get(i))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Refusal denial() {
      String text =
          permissions.size() == 1
              ? "the permission " + permissions.get(0) + " is required"
              : "the permissions " + String.join(" and ", permissions) + " are required";
      return denied(
          text,
          because("PERMISSION_REQUIRED").putMetadata("permissions", String.join(",", permissions)));
    }

    @Override
    public String toString() {
      return AccessText.PERMISSION + String.join("&", permissions);
    }
  }

  /** Whatever code decides. */
  record Condition(String description, Predicate<Principal> condition) implements AccessKind {

    @Override
    public boolean allows(Principal principal) {
      return condition.test(principal);
    }

    @Override
    public Refusal denial() {
      return denied(description, because("CONDITION_NOT_MET"));
    }

    @Override
    public String toString() {
      return "when:" + description;
    }
  }
}
