/// Tenants and their keys.
@NullMarked
package dev.posthouse.accounts;

import org.jspecify.annotations.NullMarked;
