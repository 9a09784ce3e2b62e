/// Domains, tenants and the quota in SES; domains in the public DNS.
@NullMarked
package dev.posthouse.ses;

import org.jspecify.annotations.NullMarked;
