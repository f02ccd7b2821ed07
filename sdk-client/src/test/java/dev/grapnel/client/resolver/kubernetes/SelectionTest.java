package dev.grapnel.client.resolver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParseException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static final String READY = "{\"ready\":true}";

  @Test
  void mergesSlicesInAStableOrder() {
    assertThat(select("grpc", SliceText.of(9, "10.0.0.3", "10.0.0.1"), SliceText.of(7, "10.0.0.2")))
        .containsExactly("10.0.0.1:9", "10.0.0.2:7", "10.0.0.3:9");
  }

  @Test
  void countsAPodThatIsInTwoSlicesOnce() {
    assertThat(select("", SliceText.of(9, "10.0.0.1"), SliceText.of(9, "10.0.0.1", "10.0.0.2")))
        .containsExactly("10.0.0.1:9", "10.0.0.2:9");
  }

  @Test
  void takesWhatIsNotToldToBeUnreadyForReady() {
    SliceText slice =
        SliceText.of(9).pod("10.0.0.1", "null", "a").pod("10.0.0.2", "{\"serving\":false}", "b");

    assertThat(select("", slice)).containsExactly("10.0.0.1:9", "10.0.0.2:9");
  }

  @Test
  void leavesOutPodsThatAreUnreadyOrLeaving() {
    SliceText slice = SliceText.of(9, "10.0.0.1").unready("10.0.0.2").leaving("10.0.0.3");

    assertThat(select("", slice)).containsExactly("10.0.0.1:9");
  }

  @Test
  void callsLeavingPodsWhereNoOtherIsLeft() {
    SliceText gone =
        SliceText.of(9)
            .leaving("10.0.0.3")
            .pod("10.0.0.4", "{\"ready\":false,\"serving\":false,\"terminating\":true}", "d");

    assertThat(select("", gone, SliceText.of(9).unready("10.0.0.2"))).containsExactly("10.0.0.3:9");
  }

  @Test
  void callsAPodOfTwoFamiliesByIpv4() {
    SliceText four = SliceText.of(9).pod("10.0.0.1", READY, "a");
    SliceText six =
        new SliceText("IPv6").port("grpc", 9).pod("fd00::1", READY, "a").pod("fd00::2", READY, "b");

    assertThat(select("grpc", four, six)).containsExactly("10.0.0.1:9", "fd00:0:0:0:0:0:0:2:9");
  }

  @Test
  void callsByIpv6WhereThePodIsUnreadyByIpv4() {
    SliceText four = SliceText.of(9).pod("10.0.0.1", "{\"ready\":false}", "a");
    SliceText six = new SliceText("IPv6").port("grpc", 9).pod("fd00::1", READY, "a");

    assertThat(select("grpc", four, six)).containsExactly("fd00:0:0:0:0:0:0:1:9");
  }

  @Test
  void choosesThePortByNameOrNumber() {
    SliceText slice =
        new SliceText("IPv4").port("http", 80).port("grpc", 9).pod("10.0.0.1", READY, "a");

    assertThat(select("grpc", slice)).containsExactly("10.0.0.1:9");
    assertThat(select("80", slice)).containsExactly("10.0.0.1:80");
  }

  @Test
  void takesThePortsOfTcpOnly() {
    SliceText slice = SliceText.of(9, "10.0.0.1").udpPort("dns", 53);

    assertThat(select("", slice)).containsExactly("10.0.0.1:9");
    assertThat(problem("dns", slice)).contains("has no port dns");
  }

  @Test
  void callsTheNumberWhereTheSliceNamesNoPorts() {
    assertThat(select("80", new SliceText("IPv4").pod("10.0.0.1", READY, "a")))
        .containsExactly("10.0.0.1:80");
  }

  @Test
  void saysWhyThereIsNone() {
    assertThat(problem("grpc"))
        .isEqualTo(
            "the service users in namespace shop is not known to Kubernetes, or has no selector:"
                + " it has no EndpointSlices");
    assertThat(problem("grpc", new SliceText("IPv4")))
        .isEqualTo("the service users in namespace shop has no ready endpoints");
    assertThat(problem("grpc", SliceText.of(9).unready("10.0.0.1")))
        .endsWith("has no ready endpoints");
    assertThat(problem("80", SliceText.of(9, "10.0.0.1")))
        .endsWith("has no port 80: its pods listen to grpc (9)");
    assertThat(problem("", SliceText.of(9, "10.0.0.1").port("http", 80)))
        .endsWith("has several ports, and none is chosen: its pods listen to grpc (9), http (80)");
  }

  @Test
  void leavesOutSlicesOfNames() {
    SliceText names = new SliceText("FQDN").port("grpc", 9).pod("pod.example", READY, "a");

    assertThat(select("grpc", names, SliceText.of(9, "10.0.0.1"))).containsExactly("10.0.0.1:9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"metadata\":{}}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[null]}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{}]}",
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":{}}",
        "{'metadata':{}}",
      })
  void refusesAListThatIsNone(String json) {
    assertThatThrownBy(() -> SliceJson.page(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonParseException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "1.2.3", "1.2.3.256", "", "fd00::1", "01.2.3.4", "1.2.3.4 "})
  void refusesAnAddressThatIsNoneWithoutAskingANameServer(String address) {
    assertThatThrownBy(() -> select("", SliceText.of(9, address)))
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining("is no IP address");
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThatThrownBy(() -> select("", SliceText.of(65536, "10.0.0.1")))
        .isInstanceOf(JsonParseException.class);
  }

  private static List<String> select(String port, SliceText... slices) {
    return of(port, slices).addresses().stream()
        .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
        .toList();
  }

  private static String problem(String port, SliceText... slices) {
    Selection selection = of(port, slices);
    assertThat(selection.addresses()).isEmpty();
    return selection.problem();
  }

  private static Selection of(String port, SliceText... slices) {
    List<String> items = new ArrayList<>();
    for (SliceText slice : slices) {
      items.add(slice.json("users-" + items.size(), 1));
    }
    String list = "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":" + items + "}";
    KubernetesService service =
        new KubernetesService(
            "users", "shop", port, URI.create("https://x"), Path.of("token"), Path.of("ca"));
    return Selection.of(service, SliceJson.page(list.getBytes(StandardCharsets.UTF_8)).slices());
  }
}
