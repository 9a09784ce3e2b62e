package dev.posthouse.mcp;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// All tools, in the order in which they are listed.
record McpTools(RandomGenerator random) {
  List<Tool> all() {
    return Stream.of(
            new MailTools(random).tools(),
            List.of(new FileTool(random).tool()),
            SendTools.tools(),
            StateTools.tools())
        .flatMap(List::stream)
        .toList();
  }
}
