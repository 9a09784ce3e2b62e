/// A function under test with a place to run in: a table, a bucket, a clock and a gateway.
@NullMarked
package dev.posthouse.testbed;

import org.jspecify.annotations.NullMarked;
