/// Customer accounts: who may do what, and which addresses are suppressed.
@NullMarked
package dev.posthouse.domain.tenant;

import org.jspecify.annotations.NullMarked;
