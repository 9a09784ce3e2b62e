/// What waits in SQS.
@NullMarked
package dev.posthouse.sqs;

import org.jspecify.annotations.NullMarked;
