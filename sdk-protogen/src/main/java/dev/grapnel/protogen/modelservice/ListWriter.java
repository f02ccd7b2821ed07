package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the answers of lists. */
final class ListWriter<T> {

  private static final String NEXT = "next_page_token";

  private final ModelSerializer<T> serializer;
  private final ListReader reader;
  private final ListOptions options;
  private final Message prototype;
  private final FieldDescriptor items;
  private final @Nullable FieldDescriptor next;
  private final @Nullable FieldDescriptor count;

  ListWriter(
      ModelSerializer<T> serializer, ListReader reader, ListOptions options, Message prototype) {
    this.serializer = serializer;
    this.reader = reader;
    this.options = options;
    this.prototype = prototype;
    Descriptor message = prototype.getDescriptorForType();
    this.items =
        message.getFields().stream().filter(serializer::holdsModels).findFirst().orElseThrow();
    this.next = message.findFieldByName(NEXT);
    FieldDescriptor total = message.findFieldByName("total_size");
    this.count = total != null ? total : message.findFieldByName("count");
  }

  Message write(Page<T> page, ListReader.Request request, Supplier<OptionalLong> counter) {
    if (page.hasNext() && !reader.isPaged()) {
      throw RpcException.of(
          Status.Code.RESOURCE_EXHAUSTED,
          "there are more than %d, and this list has no pages".formatted(request.query().size()));
    }
    Message.Builder made = prototype.newBuilderForType();
    page.items().forEach(each -> made.addRepeatedField(items, serializer.message(each)));
    if (next != null && page.hasNext()) {
      made.setField(next, options.tokens().token(page.next(), request.bound()));
    }
    if (count != null) {
      counter.get().ifPresent(total -> made.setField(count, number(count, total)));
    }
    return made.build();
  }

  private static Object number(FieldDescriptor field, long total) {
    return field.getJavaType() == FieldDescriptor.JavaType.LONG
        ? (Object) total
        : (Object) (int) Math.min(total, Integer.MAX_VALUE);
  }
}
