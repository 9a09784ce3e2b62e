package dev.posthouse.testing;

import dev.posthouse.testing.AwsEndpoint.Kind;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterInfo;
import org.junit.platform.commons.support.AnnotationSupport;

/// Skips what an endpoint cannot do, and says so.
final class TwinLimits
    implements BeforeClassTemplateInvocationCallback, BeforeEachCallback, ExecutionCondition {
  @Override
  public void beforeClassTemplateInvocation(ExtensionContext context) {
    if (endpoint(context).filter(it -> it.kind() == Kind.LOCALSTACK).isPresent()) {
      LocalStack.assumePresent();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    endpoint(context).ifPresent(AwsEndpoint::testBegins);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean moto = endpoint(context).filter(it -> it.kind() == Kind.MOTO).isPresent();
    return moto && AnnotationSupport.isAnnotated(context.getElement(), Racing.class)
        ? ConditionEvaluationResult.disabled(
            "moto checks a condition and writes in two steps, so that of two writers at once both"
                + " may win")
        : ConditionEvaluationResult.enabled("nothing is known that it could not do");
  }

  private static Optional<AwsEndpoint> endpoint(ExtensionContext context) {
    return Optional.ofNullable(ParameterInfo.get(context))
        .map(parameters -> parameters.getArguments().get(0, AwsEndpoint.class));
  }
}
