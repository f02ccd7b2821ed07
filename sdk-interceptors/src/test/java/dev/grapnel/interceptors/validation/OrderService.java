package dev.grapnel.interceptors.validation;

import dev.grapnel.interceptors.test.validation.v1.Order;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc;
import dev.grapnel.interceptors.test.validation.v1.Receipt;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts orders, and notes what reaches it. */
class OrderService extends OrderServiceGrpc.OrderServiceImplBase {

  final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch ordered = new CountDownLatch(1);

  void awaitOrder() throws InterruptedException {
    if (!ordered.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no order came");
    }
  }

  @Override
  public void place(Order request, StreamObserver<Receipt> responses) {
    events.add("order");
    responses.onNext(receipt(1));
    responses.onCompleted();
  }

  @Override
  public void track(Order request, StreamObserver<Receipt> responses) {
    place(request, responses);
  }

  @Override
  public StreamObserver<Order> placeAll(StreamObserver<Receipt> responses) {
    return orders(responses);
  }

  @Override
  public StreamObserver<Order> trade(StreamObserver<Receipt> responses) {
    return orders(responses);
  }

  private StreamObserver<Order> orders(StreamObserver<Receipt> responses) {
    return new StreamObserver<>() {
      private int orders;

      @Override
      public void onNext(Order order) {
        orders++;
        events.add("order");
        ordered.countDown();
      }

      @Override
      public void onError(Throwable cancelled) {
        events.add("cancelled");
      }

      @Override
      public void onCompleted() {
        events.add("end");
        responses.onNext(receipt(orders));
        responses.onCompleted();
      }
    };
  }

  static Receipt receipt(int orders) {
    return Receipt.newBuilder().setOrders(orders).build();
  }
}
