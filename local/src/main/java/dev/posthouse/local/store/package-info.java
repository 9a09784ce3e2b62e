/// The table of the local run: DynamoDB in this process, metered, and faulty on request.
@NullMarked
package dev.posthouse.local.store;

import org.jspecify.annotations.NullMarked;
