package dev.posthouse.read;

import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.Labels;
import dev.posthouse.lambda.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH …/conversations/{convId}`.
///
/// @param archived null to leave that as it is
record ChangeConversationRequest(@Nullable LabelChange labels, @Nullable Boolean archived) {
  private static final LabelChange NONE = new LabelChange(null, null);

  Set<String> addLabels() {
    return Set.copyOf(list(change().add()));
  }

  Set<String> removeLabels() {
    return Set.copyOf(list(change().remove()));
  }

  /// How many labels the conversation has after the change.
  int labelsOf(Conversation before) {
    var labels = new TreeSet<>(before.labels());
    labels.removeAll(removeLabels());
    labels.addAll(addLabels());
    return labels.size();
  }

  private LabelChange change() {
    return Objects.requireNonNullElse(labels, NONE);
  }

  private static List<String> list(@Nullable List<String> labels) {
    return Objects.requireNonNullElse(labels, List.of());
  }

  /// Labels to add and to take away.
  record LabelChange(@Nullable List<String> add, @Nullable List<String> remove) {
    LabelChange {
      demand("add", list(add));
      demand("remove", list(remove));
      var both = new HashSet<>(list(add));
      both.retainAll(new HashSet<>(list(remove)));
      if (!both.isEmpty()) {
        throw Problem.invalidField("remove", "has a label that add has too").asException();
      }
    }

    private static void demand(String field, List<String> labels) {
      if (labels.size() > Labels.AT_ONCE_MAX) {
        throw Problem.invalidField(field, "has at most " + Labels.AT_ONCE_MAX + " labels")
            .asException();
      }
      for (int i = 0; i < labels.size(); i++) {
        if (!Labels.isLabel(labels.get(i))) {
          throw Problem.invalidField(field + "[" + i + "]", Labels.RULE).asException();
        }
      }
    }
  }
}
