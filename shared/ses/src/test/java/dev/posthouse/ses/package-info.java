/// Tests of SES's domains and the public DNS.
@NullMarked
package dev.posthouse.ses;

import org.jspecify.annotations.NullMarked;
