package dev.grapnel.protogen.corpus;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoIgnore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classes with getters and setters, and other ways in and out. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Beans {

  private Beans() {}

  /** The usual bean. */
  public static class Person {
    private String name = "";
    private int age;
    private boolean active;
    private @Nullable String nick;
    private transient int cached;
    private final String secret = "s";

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }

    public boolean isActive() {
      return active;
    }

    public void setActive(boolean active) {
      this.active = active;
    }

    public @Nullable String getNick() {
      return nick;
    }

    public void setNick(@Nullable String nick) {
      this.nick = nick;
    }

    public int computed() {
      return cached + secret.length();
    }

    public String getGreeting() {
      return "Hello " + name;
    }
  }

  /** Inherits, and overrides a getter. */
  public static class Employee extends Person {
    private long salary;

    @Override
    @JsonProperty
    public String getName() {
      return super.getName();
    }

    public long getSalary() {
      return salary;
    }

    public void setSalary(long salary) {
      this.salary = salary;
    }
  }

  /** Names whose accessors do not look like them. */
  public static class Accessors {
    private String url = "";
    private int xPos;
    private boolean isOpen;
    private String iD = "";

    public String getURL() {
      return url;
    }

    public void setURL(String url) {
      this.url = url;
    }

    public int getXPos() {
      return xPos;
    }

    public void setXPos(int xPos) {
      this.xPos = xPos;
    }

    public boolean isOpen() {
      return isOpen;
    }

    public void setOpen(boolean open) {
      isOpen = open;
    }

    public String getID() {
      return iD;
    }

    public void setID(String given) {
      iD = given;
    }
  }

  /** Public fields. */
  public static class Open {
    public String text = "";
    public int number;
    public static String shared = "";
    private int hidden;

    public int sum() {
      return number + hidden;
    }
  }

  /** Only methods tell what it holds. */
  public static class Virtual {
    private final List<Object> held = new ArrayList<>(List.of("", 0));

    public String getTitle() {
      return (String) held.get(0);
    }

    public void setTitle(String title) {
      held.set(0, title);
    }

    @ProtoField(name = "page_count")
    public int getPages() {
      return (int) held.get(1);
    }
  }

  /** Made by its constructor, read by methods of the fields' names. */
  public static final class Fluent {
    private final String name;
    private final int size;

    public Fluent(String name, int size) {
      this.name = name;
      this.size = size;
    }

    public String name() {
      return name;
    }

    public int size() {
      return size;
    }
  }

  /** Made by a builder. */
  public static final class Built {
    private final String name;

    private Built(Builder builder) {
      name = builder.name;
    }

    public String getName() {
      return name;
    }

    public static Builder builder() {
      return new Builder();
    }

    /** The builder. */
    public static final class Builder {
      private String name = "";

      public Builder name(String name) {
        this.name = name;
        return this;
      }

      public Built build() {
        return new Built(this);
      }
    }
  }

  /** Made by Jackson's creator. */
  public static final class Created {
    private final String name;

    private Created(String name) {
      this.name = name;
    }

    @JsonCreator
    public static Created of(@JsonProperty("name") String name) {
      return new Created(name);
    }

    public String getName() {
      return name;
    }
  }

  /** Parts that are left out. */
  public record Partly(
      String kept,
      @ProtoIgnore Thread thread,
      @JsonIgnore Class<?> type,
      @JsonIgnore(false) String alsoKept) {}

  /** One side of a relation. */
  public static class Owner {
    public long id;
    public List<Animal> animals = List.of();
  }

  /** The other side. */
  public static class Animal {
    public long id;
    @JsonBackReference public Owner owner;
  }

  /** Objects in a tree. */
  public static class Category {
    public String name = "";
    public Category parent;
    public List<Category> children = List.of();
  }
}
