/// Domains in Route 53: hosted zones of the account, and registration.
@NullMarked
package dev.posthouse.route53;

import org.jspecify.annotations.NullMarked;
