package dev.grapnel.interceptors.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import dev.grapnel.core.security.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a principal of claims.
 *
 * @param roleClaims the claims that hold roles
 * @param permissionClaims the claims that hold permissions
 */
record ClaimMapping(List<String> roleClaims, List<String> permissionClaims) {

  private static final String SUBJECT = "sub";

  private static final int LONGEST_SUBJECT = 256;

  private static final Splitter SPACES = Splitter.on(' ').omitEmptyStrings();

  /**
   * Makes the principal; what it holds is bounded by the length of the token.
   *
   * @throws Rejection if there is no proper subject, or a claim holds no names
   */
  Principal principal(JsonNode claims) {
    return new Principal(
        subject(claims),
        names(claims, roleClaims),
        names(claims, permissionClaims),
        otherClaims(claims));
  }

  /** It ends up in logs and in keys of limits. */
  private static String subject(JsonNode claims) {
    JsonNode value = claims.get(SUBJECT);
    String subject = value == null || !value.isTextual() ? "" : value.textValue();
    if (subject.isEmpty()
        || subject.length() > LONGEST_SUBJECT
        || subject.chars().anyMatch(Character::isISOControl)) {
      throw Rejection.refused(
          "the token's subject is not 1 to 256 characters without control characters");
    }
    return subject;
  }

  private static Set<String> names(JsonNode claims, List<String> sources) {
    Set<String> names = new HashSet<>();
    for (String source : sources) {
      JsonNode value = claims.get(source);
      if (value != null && !value.isNull()) {
        addNames(value, source, names);
      }
    }
    return names;
  }

  /** An array of texts, or one text with spaces between the names, as OAuth writes scopes. */
  private static void addNames(JsonNode value, String source, Set<String> names) {
    if (value.isTextual()) {
      SPACES.split(value.textValue()).forEach(names::add);
      return;
    }
    if (!value.isArray()) {
      throw noNames(source);
    }
    for (JsonNode name : value) {
      if (!name.isTextual()) {
        throw noNames(source);
      }
      names.add(name.textValue());
    }
  }

  private static Rejection noNames(String claim) {
    return Rejection.refused("the token's claim '" + claim + "' is neither text nor texts");
  }

  private Map<String, String> otherClaims(JsonNode claims) {
    Map<String, String> others = new HashMap<>();
    for (Map.Entry<String, JsonNode> claim : claims.properties()) {
      String name = claim.getKey();
      JsonNode value = claim.getValue();
      if (!value.isNull()
          && !name.equals(SUBJECT)
          && !roleClaims.contains(name)
          && !permissionClaims.contains(name)) {
        others.put(name, value.isTextual() ? value.textValue() : value.toString());
      }
    }
    return others;
  }
}
