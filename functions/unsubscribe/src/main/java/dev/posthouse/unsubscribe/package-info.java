/// Who gets no mail: people who unsubscribe, and what tenants enter.
@NullMarked
package dev.posthouse.unsubscribe;

import org.jspecify.annotations.NullMarked;
