/** What holds for single services and methods: {@link dev.grapnel.client.config.ServiceConfig}. */
@NullMarked
package dev.grapnel.client.config;

import org.jspecify.annotations.NullMarked;
