/// Webhooks: their settings, and what goes out to them.
@NullMarked
package dev.posthouse.webhooks;

import org.jspecify.annotations.NullMarked;
