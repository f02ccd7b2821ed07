package dev.grapnel.protogen.corpus;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.Status;
import com.google.type.Money;
import java.util.List;
import java.util.Map;

/** Classes that protoc made. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class OfProtobuf {

  private OfProtobuf() {}

  public record WellKnown(
      Timestamp timestamp,
      Any any,
      FieldMask mask,
      StringValue text,
      Struct struct,
      ByteString raw) {}

  public record Others(Money price, List<Money> prices, Map<String, Status> statuses, Code code) {}
}
