package dev.posthouse.send;

import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.lambda.Metrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what was refused, by reason.
record Refusals(Metrics metrics) {
  void count(List<SendResult> results) {
    Map<String, Long> reasons = new TreeMap<>();
    for (SendResult result : results) {
      switch (result) {
        case SendResult.Refused refused ->
            reasons.merge(SendProblems.reason(refused.refusal()), 1L, Long::sum);
        case SendResult.Contended _ -> reasons.merge("contention", 1L, Long::sum);
        case SendResult.Accepted _ -> {
          // Counted by the relay, once however often it is asked for.
        }
      }
    }
    metrics.count("refused", "reason", reasons);
  }
}
