/// Reading, listing and cancelling outbound jobs.
@NullMarked
package dev.posthouse.jobs;

import org.jspecify.annotations.NullMarked;
