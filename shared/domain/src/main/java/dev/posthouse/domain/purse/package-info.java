/// Prepaid credits: what a tenant has, what is promised to jobs on their way, and the ledger that
/// says where each credit came from and went.
@NullMarked
package dev.posthouse.domain.purse;

import org.jspecify.annotations.NullMarked;
