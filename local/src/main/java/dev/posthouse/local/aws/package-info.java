/// Stand-ins for SES, S3 and EventBridge, spoken to by the real AWS clients.
@NullMarked
package dev.posthouse.local.aws;

import org.jspecify.annotations.NullMarked;
