package dev.grapnel.server.service;

import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.server.executor.CallExecutor;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one service has that others have not: its executor, its interceptors, its exceptions. Not
 * thread-safe.
 */
public final class ServiceOptions {

  private Optional<CallExecutor> executor = Optional.empty();
  private Optional<ExceptionMapper> exceptionMapper = Optional.empty();
  private final Map<String, CallExecutor> methodExecutors = new LinkedHashMap<>();
  private final List<ServerInterceptor> interceptors = new ArrayList<>();

  /** Creates options that change nothing. */
  public ServiceOptions() {}

  /**
   * Chooses where the service's handlers run; default: the server's choice.
   *
   * @param choice the executor
   * @return these options
   */
  public ServiceOptions executor(CallExecutor choice) {
    executor = Optional.of(choice);
    return this;
  }

  /**
   * Chooses where one method's handler runs; default: the service's choice.
   *
   * @param method the bare name of the method as in the .proto file, for example {@code GetCoin}
   * @param choice the executor
   * @return these options
   */
  public ServiceOptions methodExecutor(String method, CallExecutor choice) {
    methodExecutors.put(method, choice);
    return this;
  }

  /**
   * Adds an interceptor for this service; it runs inside those of the server, the first added
   * outermost.
   *
   * @param interceptor the interceptor
   * @return these options
   */
  public ServiceOptions addInterceptor(ServerInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /**
   * Sets which exception of this service becomes which status; the server's mapper is asked for all
   * others.
   *
   * @param mapper the mapper
   * @return these options
   */
  public ServiceOptions exceptionMapper(ExceptionMapper mapper) {
    exceptionMapper = Optional.of(mapper);
    return this;
  }

  /**
   * Returns which exception becomes which status.
   *
   * @return the service's own mapper, if it has one
   */
  public Optional<ExceptionMapper> exceptionMapper() {
    return exceptionMapper;
  }

  /**
   * Returns where the service's handlers run.
   *
   * @return the executor, if one was chosen
   */
  public Optional<CallExecutor> executor() {
    return executor;
  }

  /**
   * Returns where single methods run.
   *
   * @return the executors by bare method name
   */
  public Map<String, CallExecutor> methodExecutors() {
    return Map.copyOf(methodExecutors);
  }

  /**
   * Returns the service's own interceptors.
   *
   * @return them, outermost first
   */
  public List<ServerInterceptor> interceptors() {
    return List.copyOf(interceptors);
  }
}
