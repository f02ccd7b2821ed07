package dev.grapnel.protogen.corpus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoMessage;
import dev.grapnel.protogen.corpus.other.Address;
import java.util.List;

/** Names, of Java and of Jackson. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Naming {

  private Naming() {}

  public record Cases(
      String userID, String URL, String oAuth2Token, String line2Text, String a1b2, String x) {}

  public record Underscores(String snake_case, String trailing_, String _leading, String A_B) {}

  public record Keywords(
      String message,
      int option,
      boolean repeated,
      String rpc,
      String syntax,
      long int32,
      int map) {}

  public record HTTPServer(String host) {}

  public record Inner_Name(String text) {}

  @ProtoMessage(name = "Chosen")
  public record Other(@ProtoField(name = "chosen_field") String field) {}

  public record Jackson(
      @JsonProperty("user-name") String name,
      @JsonProperty("other_name") String second,
      @JsonProperty String third) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Snake(String firstName, String lastName, @JsonProperty("mail") String address) {}

  @JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
  public record Kebab(String firstName, String userID) {}

  @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
  public record Upper(String firstName) {}

  @JsonPropertyOrder({"last", "first"})
  public record Ordered(String first, String middle, String last) {}

  @JsonIgnoreProperties({"cache"})
  public record Ignoring(String text, Thread cache) {}

  public record Elsewhere(Address address, List<Address> more, Address.Kind kind) {
    /** Nested deeper. */
    public record Deep(String text) {
      /** And deeper. */
      public record Deepest(Deep deep) {}
    }
  }
}
