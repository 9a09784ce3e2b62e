/// Tests of the reading side: through the handler, on DynamoDB Local.
@NullMarked
package dev.posthouse.read;

import org.jspecify.annotations.NullMarked;
