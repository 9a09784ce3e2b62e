/// What is too big for the table, in S3.
@NullMarked
package dev.posthouse.s3;

import org.jspecify.annotations.NullMarked;
