package dev.grapnel.protogen;

import com.google.api.AnnotationsProto;
import com.google.protobuf.AnyProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.google.type.DateProto;
import com.google.type.DateTimeProto;
import com.google.type.DecimalProto;
import com.google.type.TimeOfDayProto;
import java.util.List;

/** The files that generated ones import. */
final class Imports {

  private Imports() {}

  static List<FileDescriptor> known() {
    return List.of(
        AnyProto.getDescriptor(),
        DurationProto.getDescriptor(),
        EmptyProto.getDescriptor(),
        FieldMaskProto.getDescriptor(),
        StructProto.getDescriptor(),
        TimestampProto.getDescriptor(),
        WrappersProto.getDescriptor(),
        AnnotationsProto.getDescriptor(),
        DateProto.getDescriptor(),
        DateTimeProto.getDescriptor(),
        DecimalProto.getDescriptor(),
        TimeOfDayProto.getDescriptor());
  }
}
