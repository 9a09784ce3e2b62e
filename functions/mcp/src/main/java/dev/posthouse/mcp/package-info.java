/// The Model Context Protocol: the API as tools of an agent.
@NullMarked
package dev.posthouse.mcp;

import org.jspecify.annotations.NullMarked;
