package dev.grapnel.testing.seed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.mymodel.MyModelControllerGrpc;
import dev.grapnel.testing.mymodel.MyModelListRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MyModelServiceTest {
  @AutoClose final FakeChannel fakeGrpc = FakeChannel.of(new MyModelService());

  @Test
  void lists() {
    var stub = fakeGrpc.stub(MyModelControllerGrpc::newBlockingStub);
    var response = stub.list(MyModelListRequest.getDefaultInstance());
    assertThat(response.getResultsList()).isNotEmpty();
  }
}
