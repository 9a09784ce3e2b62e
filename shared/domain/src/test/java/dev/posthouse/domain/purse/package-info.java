/// Tests of the values and rules of credits and quotas.
@NullMarked
package dev.posthouse.domain.purse;

import org.jspecify.annotations.NullMarked;
