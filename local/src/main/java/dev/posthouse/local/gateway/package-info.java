/// The HTTP API of API Gateway on a loopback port: routes, payload format 2.0, its answers.
@NullMarked
package dev.posthouse.local.gateway;

import org.jspecify.annotations.NullMarked;
