package dev.posthouse.testing;

import dev.posthouse.domain.sending.Registrar;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The [Registrar] in memory. It has `.example` for 15 dollars and `.dear` for 200; names that
/// begin with `taken` are not to be had, and those that begin with `unlucky` fail.
public final class FakeRegistrar implements Registrar {
  private static final String TAKEN = "taken";
  private static final String UNLUCKY = "unlucky";

  private final List<Order> orders = new ArrayList<>();
  private final Set<String> renewed = new HashSet<>();
  private boolean available = true;
  private boolean losing;
  private int hiding;

  private record Order(String domain, String operation, boolean finished) {
    boolean failed() {
      return finished && domain.startsWith(UNLUCKY);
    }
  }

  /// Ends all that is under way.
  public synchronized void finish() {
    orders.replaceAll(order -> new Order(order.domain(), order.operation(), true));
  }

  /// Lets every call fail, or no longer.
  public synchronized void available(boolean value) {
    available = value;
  }

  /// Loses the answers to those who register from now on, or no longer.
  public synchronized void losing(boolean value) {
    losing = value;
  }

  /// Finds nothing that many times.
  public synchronized void hiding(int times) {
    hiding = times;
  }

  /// How often a domain was bought.
  public synchronized long bought(String domain) {
    return orders.stream()
        .filter(order -> order.domain().equals(domain) && !order.failed())
        .count();
  }

  /// How many orders there were.
  public synchronized int orders() {
    return orders.size();
  }

  /// Those that are renewed every year.
  public synchronized Set<String> renewed() {
    return Set.copyOf(renewed);
  }

  @Override
  public synchronized Offer offer(String domain) {
    demandAvailable();
    if (domain.startsWith(TAKEN) || bought(domain) > 0) {
      return new Offer.Unavailable();
    }
    return switch (domain.substring(domain.indexOf('.') + 1)) {
      case "example" -> new Offer.Available(new BigDecimal("15.0"), new BigDecimal("16.5"));
      case "dear" -> new Offer.Available(new BigDecimal("10.0"), new BigDecimal("200.0"));
      default -> new Offer.Unavailable();
    };
  }

  @Override
  public synchronized Answer register(String domain) {
    if (!(offer(domain) instanceof Offer.Available)) {
      return new Answer.Refused("not to be had");
    }
    String operation = "op-" + (orders.size() + 1);
    orders.add(new Order(domain, operation, false));
    if (losing) {
      throw new UnreachableException("the answer is lost");
    }
    return new Answer.Submitted(operation);
  }

  @Override
  public synchronized Optional<String> find(String domain, Instant since) {
    demandAvailable();
    if (hiding > 0) {
      hiding--;
      return Optional.empty();
    }
    return orders.reversed().stream()
        .filter(order -> order.domain().equals(domain) && !order.failed())
        .map(Order::operation)
        .findFirst();
  }

  @Override
  public synchronized Progress progress(String operation) {
    demandAvailable();
    Order order =
        orders.stream()
            .filter(each -> each.operation().equals(operation))
            .findFirst()
            .orElseThrow(() -> new UnreachableException("no operation " + operation));
    if (order.failed()) {
      return new Progress(Outcome.FAILED, "The registry said no.");
    }
    return new Progress(order.finished() ? Outcome.DONE : Outcome.PENDING, "");
  }

  @Override
  public synchronized void renew(String domain, boolean wanted) {
    demandAvailable();
    if (bought(domain) == 0) {
      throw new UnreachableException("no domain " + domain);
    }
    if (wanted) {
      renewed.add(domain);
    } else {
      renewed.remove(domain);
    }
  }

  private void demandAvailable() {
    if (!available) {
      throw new UnreachableException("nobody answers");
    }
  }
}
