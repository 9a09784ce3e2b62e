package dev.posthouse.local.aws;

import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import dev.posthouse.local.store.FunctionCrash;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Lets the calling function crash at a request to SES or EventBridge, before or after it is sent:
/// the one fault that a server cannot imitate.
final class CrashInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<Boolean> CRASHES_AFTER =
      new ExecutionAttribute<>("CrashesAfter");

  private final Faults faults;

  CrashInterceptor(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    Optional<Target> target =
        switch (service) {
          case "SesV2" -> Optional.of(Target.SES);
          case "EventBridge" -> Optional.of(Target.EVENTS);
          default -> Optional.empty();
        };
    if (target.isEmpty() || !faults.strikes(target.get(), Kind.CRASH)) {
      return;
    }
    if (faults.evenChance(target.get(), Kind.CRASH)) {
      throw new FunctionCrash(service);
    }
    attributes.putAttribute(CRASHES_AFTER, true);
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (Boolean.TRUE.equals(attributes.getAttribute(CRASHES_AFTER))) {
      throw new FunctionCrash(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
    }
  }
}
