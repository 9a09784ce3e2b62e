@NullMarked
package dev.posthouse.mcp;

import org.jspecify.annotations.NullMarked;
