package dev.grapnel.client.resolver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSettingsTest {

  private static final String HOST = "KUBERNETES_SERVICE_HOST";

  @TempDir Path account;

  private final List<String> problems = new ArrayList<>();

  @Test
  void takesFromThePodWhatIsNotSaid() throws IOException {
    fillAccount();

    KubernetesService service =
        complete("kubernetes:///users", pod(Map.of(HOST, "10.96.0.1"), account));

    assertThat(problems).isEmpty();
    assertThat(service)
        .isEqualTo(
            new KubernetesService(
                "users",
                "shop",
                "",
                URI.create("https://10.96.0.1:443"),
                account.resolve("token"),
                account.resolve("ca.crt")));
    assertThat(service.authority()).isEqualTo("users.shop.svc");
    assertThat(service.slices())
        .isEqualTo(
            "https://10.96.0.1:443/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices"
                + "?labelSelector=kubernetes.io%2Fservice-name%3Dusers");
  }

  @Test
  void takesTheAddressOfTheApiServerFromTheEnvironment() {
    assertThat(server(Map.of(HOST, "fd00::1", "KUBERNETES_SERVICE_PORT", "6443")))
        .isEqualTo("https://[fd00::1]:6443");
    assertThat(
            server(
                Map.of(
                    HOST,
                    "10.0.0.1",
                    "KUBERNETES_SERVICE_PORT",
                    "1",
                    "KUBERNETES_SERVICE_PORT_HTTPS",
                    "2")))
        .isEqualTo("https://10.0.0.1:2");
  }

  @Test
  void readsWhatItWrites() {
    ServiceSettings settings =
        new ServiceSettings(
            "users", "shop", "grpc", "https://api:6443/k8s", "/a b+c&d=e%/token", "ca/ü.crt");

    assertThat(settings.toUri())
        .isEqualTo(
            "kubernetes:///users.shop:grpc?apiServer=https://api:6443/k8s"
                + "&tokenFile=/a%20b%2Bc%26d%3De%25/token&caFile=ca/%C3%BC.crt");
    assertThat(ServiceSettings.parse(settings.toUri(), problems)).isEqualTo(settings);
    assertThat(ServiceSettings.parse("kubernetes:///users:50051?caFile=/a+b", problems))
        .isEqualTo(new ServiceSettings("users", null, "50051", null, null, "/a+b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubernetes:users",
        "kubernetes:///",
        "kubernetes:///.shop:1",
        "kubernetes://users.shop:1",
        "kubernetes:///users.shop.svc.cluster.local:1",
        "kubernetes:///users.shop:1:2",
        "kubernetes:///users/shop",
        "kubernetes:///users?tokenfile=/a",
        "kubernetes:///users?token",
        "kubernetes:///users?caFile=%zz",
        "kubernetes:///users users",
      })
  void saysWhatATargetLooksLike(String target) {
    assertThat(KubernetesTargets.problems(target))
        .containsExactly(
            "the target \""
                + target
                + "\" is malformed: expected kubernetes:///service.namespace:port, such as"
                + " kubernetes:///users.shop:grpc, and no parameters but apiServer, tokenFile,"
                + " caFile");
  }

  @Test
  void saysAllThatIsWrong() {
    KubernetesTargets.Builder builder =
        KubernetesTargets.builder("Users").namespace("-shop").port(0);
    builder.apiServer(URI.create("http://localhost:8001"));
    builder.tokenFile(account.resolve("none"));

    assertThatThrownBy(() -> builder.build(pod(Map.of(), account)))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "the Kubernetes service is \"Users\":"
                            + " expected up to 63 small letters, digits and dashes",
                        "the Kubernetes port is 0: expected 1 to 65535",
                        "apiServer is \"http://localhost:8001\": expected https://host:port,"
                            + " for it gets a token",
                        "the Kubernetes namespace is \"-shop\":"
                            + " expected up to 63 small letters, digits and dashes"));
  }

  @Test
  void saysOnceThatItIsOutsideOfACluster() {
    assertThatThrownBy(() -> KubernetesTargets.builder("users").build(pod(Map.of(), account)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "not in a Kubernetes cluster: KUBERNETES_SERVICE_HOST is not set; set namespace,"
                + " apiServer, tokenFile and caFile to watch from outside");
  }

  @Test
  void saysWhichFilesAreMissing() {
    InCluster pod = pod(Map.of(HOST, "10.96.0.1"), account);

    assertThatThrownBy(() -> KubernetesTargets.builder("users").build(pod))
        .hasMessage(
            "the Kubernetes namespace is not set, and "
                + account.resolve("namespace")
                + " cannot be read: set namespace");
    assertThatThrownBy(() -> KubernetesTargets.builder("users").namespace("shop").build(pod))
        .hasMessageContaining(
            "the Kubernetes token file " + account.resolve("token") + " cannot be read")
        .hasMessageContaining(
            "the Kubernetes certificate file " + account.resolve("ca.crt") + " cannot be read");
  }

  @Test
  void buildsATarget() throws IOException {
    fillAccount();
    InCluster pod = pod(Map.of(HOST, "10.96.0.1"), account);
    int number = 50051;

    assertThat(KubernetesTargets.builder("users").port("grpc").build(pod).toUri())
        .isEqualTo("kubernetes:///users:grpc");
    assertThat(
            KubernetesTargets.builder("users")
                .namespace("shop")
                .port(number)
                .tokenFile(account.resolve("token"))
                .build(pod)
                .toUri())
        .isEqualTo("kubernetes:///users.shop:50051?tokenFile=" + account.resolve("token"));
  }

  @Test
  void hasNothingToSayOfOtherTargets() {
    assertThat(KubernetesTargets.problems("dns:///users:50051")).isEmpty();
    assertThat(KubernetesTargets.problems("users:50051")).isEmpty();
  }

  private String server(Map<String, String> environment) {
    KubernetesService service = complete("kubernetes:///users.shop:1", pod(environment, account));
    assertThat(service.authority()).isEqualTo("users.shop.svc:1");
    return service.apiServer().toString();
  }

  private KubernetesService complete(String target, InCluster pod) {
    return ServiceSettings.parse(target, problems).complete(pod, problems);
  }

  private static InCluster pod(Map<String, String> environment, Path account) {
    return new InCluster(environment, account);
  }

  private void fillAccount() throws IOException {
    Files.writeString(account.resolve("namespace"), "shop\n");
    Files.writeString(account.resolve("token"), "secret");
    Files.writeString(account.resolve("ca.crt"), "pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&other=1"})
  void keepsAPasswordOutOfItsTexts(String more) {
    String target = "kubernetes:///users.shop:1?apiServer=https://me:pa55word@api:443" + more;

    assertThat(KubernetesTargets.problems(target))
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("pa55word"));
  }
}
