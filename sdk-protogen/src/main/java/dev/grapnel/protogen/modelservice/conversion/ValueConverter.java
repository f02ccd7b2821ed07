package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** Makes values of one field of those of one Java type, and back. Immutable once it is whole. */
interface ValueConverter {

  /** As deep as protobuf's own parsers go. */
  int DEEPEST = 100;

  /**
   * Makes a value that can be set.
   *
   * @param parent the message it goes into; makes builders for what is in it
   * @return null if the field is to stay absent
   * @throws IllegalStateException if the value cannot be written
   */
  @Nullable Object toProto(Object value, Message.Builder parent, int depth);

  /**
   * Makes a Java value of one that is there.
   *
   * @return null if nothing is what it means
   * @throws UnfitValueException if the type cannot hold it
   */
  @Nullable Object toJava(Object value, int depth);
}
