/// Domains in SES and in the public DNS.
@NullMarked
package dev.posthouse.ses;

import org.jspecify.annotations.NullMarked;
