/**
 * Finds the pods of a Kubernetes service and follows them: {@link
 * dev.grapnel.client.resolver.kubernetes.KubernetesTargets}.
 */
@NullMarked
package dev.grapnel.client.resolver.kubernetes;

import org.jspecify.annotations.NullMarked;
