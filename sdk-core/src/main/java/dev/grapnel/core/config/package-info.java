/**
 * Configuration: {@link dev.grapnel.core.config.GRPCConfig} is the typed result, {@link
 * dev.grapnel.core.config.ConfigLoader} reads it from overrides, environment, system properties,
 * file and defaults, {@link dev.grapnel.core.config.ConfigException} tells all that is wrong at
 * once, and {@link dev.grapnel.core.config.Problems} collects that.
 */
@NullMarked
package dev.grapnel.core.config;

import org.jspecify.annotations.NullMarked;
