package dev.grapnel.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.HandlersHook;
import dev.grapnel.server.RunningServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

  private static String echo(GRPCServerBuilder builder) {
    try (RunningServer running = RunningServer.start(builder)) {
      return running.echo("x");
    }
  }

  private static GRPCServerBuilder from(Map<String, String> environment) {
    return GRPCServer.from(GRPCConfig.loader().environment(environment).load())
        .host("127.0.0.1")
        .port(0);
  }

  @Test
  void registersTheAppsThatAreEnabled() {
    assertThat(echo(RunningServer.builder().enabledApps("alpha"))).isEqualTo("alpha x");
    assertThat(echo(RunningServer.builder().enabledApps("beta"))).isEqualTo("beta x");
    assertThat(echo(from(Map.of("GRPC_AUTO_REGISTER_APPS", "true", "GRPC_ENABLED_APPS", "beta"))))
        .isEqualTo("beta x");
  }

  @Test
  void registersAnAppOnceThatIsEnabledByConfigurationAndByCode() {
    assertThat(
            echo(
                from(Map.of("GRPC_AUTO_REGISTER_APPS", "true", "GRPC_ENABLED_APPS", "alpha"))
                    .enabledApps("alpha")))
        .isEqualTo("alpha x");
  }

  @Test
  void registersAnAppThatWasMadeByHand() {
    assertThat(echo(RunningServer.builder().addApp(new BetaApp()))).isEqualTo("beta x");
  }

  @Test
  void leavesAppsAloneUnlessToldToRegisterThem() {
    assertThat(echo(from(Map.of()).addService(new EchoService()))).isEqualTo("x");
  }

  @Test
  void letsCodeReplaceTheAppsOfTheConfiguration() {
    assertThat(echo(from(Map.of("GRPC_ENABLED_APPS", "beta")))).isEqualTo("beta x");
    assertThat(echo(from(Map.of("GRPC_ENABLED_APPS", "gamma")).enabledApps("alpha")))
        .isEqualTo("alpha x");
  }

  @Test
  void listsTheAppsItFoundWhenOneIsMissing() {
    assertThatThrownBy(() -> RunningServer.builder().enabledApps("alpha", "gamma").build())
        .isInstanceOf(ConfigException.class)
        .hasMessage("the app \"gamma\" is enabled but was not found; apps found: alpha, beta");
  }

  @Test
  void namesBothOriginsOfAServiceThatIsThereTwiceAndClosesWhatWasOpened() {
    int open = AlphaApp.OPEN.get();
    assertThatThrownBy(() -> RunningServer.builder().discoverApps().build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("registered twice: by app alpha (dev.grapnel.server.EchoService)")
        .hasMessageContaining("and by app beta");
    assertThat(AlphaApp.OPEN).hasValue(open);
  }

  @Test
  void closesTheResourcesOfAnAppWithTheServer() {
    int open = AlphaApp.OPEN.get();
    try (RunningServer running =
        RunningServer.start(RunningServer.builder().enabledApps("alpha"))) {
      assertThat(running.echo("y")).isEqualTo("alpha y");
      assertThat(AlphaApp.OPEN).hasValue(open + 1);
    }
    assertThat(AlphaApp.OPEN).hasValue(open);
  }

  @Test
  void createsServicesNamedByClass() {
    assertThat(echo(RunningServer.builder().service("echo", EchoService.class))).isEqualTo("x");
    assertThat(echo(from(Map.of("GRPC_CUSTOM_SERVICES", "echo=dev.grapnel.server.EchoService"))))
        .isEqualTo("x");
  }

  @Test
  void callsTheHandlersHook() {
    assertThat(
            echo(RunningServer.builder().handlersHook(server -> new EchoHook().register(server))))
        .isEqualTo("hook x");
    assertThat(echo(from(Map.of("GRPC_HANDLERS_HOOK", EchoHook.class.getName()))))
        .isEqualTo("hook x");
  }

  @Test
  void callsAHandlersHookThatAHookAdds() {
    assertThat(
            echo(
                RunningServer.builder()
                    .handlersHook(server -> server.handlersHook(new EchoHook()))))
        .isEqualTo("hook x");
  }

  @Test
  void saysWhichClassCannotBeInitialized() {
    assertThatThrownBy(() -> from(Map.of("GRPC_HANDLERS_HOOK", Broken.class.getName())).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be created")
        .hasMessageContaining("no such file");
  }

  /** Fails before it has an instance. */
  public static final class Broken implements HandlersHook {
    static final int SIZE = load();

    @Override
    public void register(GRPCServerBuilder server) {
      server.port(SIZE);
    }

    private static int load() {
      throw new IllegalStateException("no such file");
    }
  }

  @Test
  void saysWhatIsWrongWithClassesNamedInConfiguration() {
    Map<String, String> environment =
        Map.of(
            "GRPC_CUSTOM_SERVICES",
            "a=no.such.Service, b=java.lang.String, c=java.lang.Integer",
            "GRPC_HANDLERS_HOOK",
            "no.such.Hook");
    assertThatThrownBy(() -> from(environment).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "the custom service \"a\" names the class no.such.Service, which is not on the class path")
        .hasMessageContaining("java.lang.String, which is no io.grpc.BindableService")
        .hasMessageContaining("java.lang.Integer")
        .hasMessageContaining("the handlers hook names the class no.such.Hook");
  }

  @Test
  void saysSoWhenNoAppIsThere() {
    ClassLoader empty = new ClassLoader(null) {};
    AppDiscovery discovery = AppDiscovery.scan(empty);
    assertThat(discovery.select(java.util.List.of("crypto"))).isEmpty();
    assertThat(discovery.problems())
        .singleElement()
        .asString()
        .contains("no apps were found")
        .contains("META-INF/services/dev.grapnel.server.discovery.AppHandlers");
  }
}
