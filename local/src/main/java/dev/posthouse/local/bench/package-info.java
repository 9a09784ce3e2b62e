/// How long a send takes, against the calls to DynamoDB that it cannot do without.
@NullMarked
package dev.posthouse.local.bench;

import org.jspecify.annotations.NullMarked;
