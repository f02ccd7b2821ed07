package dev.grapnel.testing.assertion;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.DebugInfo;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Help;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.error.RpcException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and prints the typed details of a failure. */
final class Details {

  private static final List<Message> KNOWN =
      List.of(
          BadRequest.getDefaultInstance(),
          DebugInfo.getDefaultInstance(),
          ErrorInfo.getDefaultInstance(),
          Help.getDefaultInstance(),
          LocalizedMessage.getDefaultInstance(),
          PreconditionFailure.getDefaultInstance(),
          QuotaFailure.getDefaultInstance(),
          RequestInfo.getDefaultInstance(),
          ResourceInfo.getDefaultInstance(),
          RetryInfo.getDefaultInstance());

  private Details() {}

  static boolean areNone(RpcException failure) {
    return failure.details().all().isEmpty() && isReadable(failure);
  }

  static boolean contain(RpcException failure, Message expected) {
    return failure.details().all().stream()
        .anyMatch(detail -> unpack(detail, expected).filter(expected::equals).isPresent());
  }

  /** Prints one detail a line; types that are not of google.rpc only if they are named here. */
  static String of(RpcException failure, Message... alsoKnown) {
    if (!isReadable(failure)) {
      return "sent, but damaged or made for another status code";
    }
    List<Any> all = failure.details().all();
    return all.isEmpty()
        ? Text.NONE
        : all.stream().map(any -> text(any, alsoKnown)).collect(Collectors.joining("\n"));
  }

  private static String text(Any detail, Message... alsoKnown) {
    return Stream.concat(KNOWN.stream(), Stream.of(alsoKnown))
        .flatMap(type -> unpack(detail, type).stream())
        .findFirst()
        .map(Text::message)
        .orElseGet(
            () ->
                "%s, %s"
                    .formatted(
                        detail.getTypeUrl(), Text.counted(detail.getValue().size(), "byte")));
  }

  private static Optional<Message> unpack(Any detail, Message type) {
    String url = detail.getTypeUrl();
    String name = url.substring(url.lastIndexOf('/') + 1);
    if (!name.equals(type.getDescriptorForType().getFullName())) {
      return Optional.empty();
    }
    try {
      return Optional.of(type.getParserForType().parseFrom(detail.getValue()));
    } catch (InvalidProtocolBufferException damagedByThePeer) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("CheckReturnValue") // Only whether it throws is of interest.
  private static boolean isReadable(RpcException failure) {
    try {
      StatusProto.fromStatusAndTrailers(failure.getStatus(), failure.getTrailers());
      return true;
    } catch (IllegalArgumentException damagedOrOfAnotherCode) {
      return false;
    }
  }
}
