/// A small set of functions for `src/test/resources/fake/template.yaml`.
@NullMarked
package dev.posthouse.local.fake;

import org.jspecify.annotations.NullMarked;
