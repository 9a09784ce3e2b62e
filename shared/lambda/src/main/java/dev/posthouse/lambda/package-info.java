/// What every function needs around its decision: HTTP, JSON, problem details, logging, wiring.
@NullMarked
package dev.posthouse.lambda;

import org.jspecify.annotations.NullMarked;
