package dev.grapnel.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {

  @Test
  void hasWhatItWasGiven() {
    Principal ada =
        Principal.builder("ada")
            .addRole("staff")
            .addPermission("crypto.delete_coin")
            .addClaim("tenant", "one")
            .build();

    assertThat(ada.isStaff()).isTrue();
    assertThat(ada.hasRole("staff")).isTrue();
    assertThat(ada.hasPermission("crypto.delete_coin")).isTrue();
    assertThat(ada.claims()).containsExactly(Map.entry("tenant", "one"));
  }

  @Test
  void hasNothingElse() {
    Principal ada = Principal.builder("ada").addRole("STAFF").build();

    assertThat(ada.isStaff()).isFalse();
    assertThat(ada.hasPermission("STAFF")).isFalse();
    assertThat(ada.permissions()).isEmpty();
  }

  @Test
  void needsAnId() {
    assertThatIllegalArgumentException().isThrownBy(() -> Principal.builder("").build());
  }

  @Test
  void doesNotChangeWithTheCollectionsItWasMadeOf() {
    Set<String> roles = new HashSet<>(Set.of("reader"));
    Principal ada = new Principal("ada", roles, Set.of(), Map.of());
    roles.add(Principal.STAFF);

    assertThat(ada.isStaff()).isFalse();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ada.roles().add(Principal.STAFF));
  }

  @Test
  void builderGoesOnWithoutChangingWhatItBuilt() {
    Principal.Builder builder = Principal.builder("ada");
    Principal before = builder.build();
    builder.addRole(Principal.STAFF);

    assertThat(before.isStaff()).isFalse();
    assertThat(builder.build().isStaff()).isTrue();
  }
}
