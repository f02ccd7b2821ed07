package dev.grapnel.interceptors.validation;

import dev.grapnel.interceptors.test.validation.v1.Order;
import dev.grapnel.interceptors.test.validation.v1.OrderServiceGrpc.OrderServiceStub;
import dev.grapnel.interceptors.test.validation.v1.Receipt;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.stub.StreamObserver;

/** One call of each kind, with one request. */
enum OrderCall {
  UNARY {
    @Override
    void call(OrderServiceStub stub, Order order, StreamRecorder<Receipt> receipts) {
      stub.place(order, receipts);
    }
  },
  CLIENT_STREAMING {
    @Override
    void call(OrderServiceStub stub, Order order, StreamRecorder<Receipt> receipts) {
      send(stub.placeAll(receipts), order);
    }
  },
  SERVER_STREAMING {
    @Override
    void call(OrderServiceStub stub, Order order, StreamRecorder<Receipt> receipts) {
      stub.track(order, receipts);
    }
  },
  BIDI_STREAMING {
    @Override
    void call(OrderServiceStub stub, Order order, StreamRecorder<Receipt> receipts) {
      send(stub.trade(receipts), order);
    }
  };

  abstract void call(OrderServiceStub stub, Order order, StreamRecorder<Receipt> receipts);

  StreamRecorder<Receipt> call(OrderServiceStub stub, Order order) {
    StreamRecorder<Receipt> receipts = StreamRecorder.create();
    call(stub, order, receipts);
    return receipts;
  }

  boolean streamsRequests() {
    return this == CLIENT_STREAMING || this == BIDI_STREAMING;
  }

  private static void send(StreamObserver<Order> requests, Order order) {
    requests.onNext(order);
    requests.onCompleted();
  }
}
