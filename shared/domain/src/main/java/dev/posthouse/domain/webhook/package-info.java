/// Events pushed to the endpoints of a tenant.
@NullMarked
package dev.posthouse.domain.webhook;

import org.jspecify.annotations.NullMarked;
