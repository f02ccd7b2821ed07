package dev.grapnel.protogen.breaking;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in a row.
 *
 * @param first the first
 * @param last the last, inclusive
 */
record NumberRange(int first, int last) {

  static List<NumberRange> reserved(DescriptorProto message) {
    return message.getReservedRangeList().stream()
        .map(range -> new NumberRange(range.getStart(), range.getEnd() - 1))
        .toList();
  }

  static List<NumberRange> reserved(EnumDescriptorProto type) {
    return type.getReservedRangeList().stream()
        .map(range -> new NumberRange(range.getStart(), range.getEnd()))
        .toList();
  }

  static List<NumberRange> extensions(DescriptorProto message) {
    return message.getExtensionRangeList().stream()
        .map(range -> new NumberRange(range.getStart(), range.getEnd() - 1))
        .toList();
  }

  boolean contains(int number) {
    return first <= number && number <= last;
  }

  /** The numbers of these ranges that are in none of the others. */
  static List<NumberRange> minus(List<NumberRange> these, List<NumberRange> others) {
    List<NumberRange> left = these;
    for (NumberRange other : others) {
      List<NumberRange> next = new ArrayList<>();
      for (NumberRange one : left) {
        if (other.last < one.first || one.last < other.first) {
          next.add(one);
          continue;
        }
        if (one.first < other.first) {
          next.add(new NumberRange(one.first, other.first - 1));
        }
        if (other.last < one.last) {
          next.add(new NumberRange(other.last + 1, one.last));
        }
      }
      left = next;
    }
    return left;
  }

  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first + " to " + last;
  }
}
