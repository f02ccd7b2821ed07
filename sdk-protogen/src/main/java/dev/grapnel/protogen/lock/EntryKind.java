package dev.grapnel.protogen.lock;

/** What a type consists of. */
enum EntryKind {
  FIELD("fields", "field", 1, 536_870_911),
  VALUE("values", "value", 0, Integer.MAX_VALUE - 1);

  private final String section;
  private final String word;
  private final int smallest;
  private final int largest;

  EntryKind(String section, String word, int smallest, int largest) {
    this.section = section;
    this.word = word;
    this.smallest = smallest;
    this.largest = largest;
  }

  String section() {
    return section;
  }

  String word() {
    return word;
  }

  int smallest() {
    return smallest;
  }

  int largest() {
    return largest;
  }

  /** Protobuf keeps some numbers of fields for itself. */
  boolean takes(int number) {
    return this == VALUE || number < 19_000 || number > 19_999;
  }
}
