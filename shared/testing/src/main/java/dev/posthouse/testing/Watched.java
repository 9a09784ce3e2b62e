package dev.posthouse.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// A port that is as it was, but for something that happens when one of its methods is called.
public final class Watched {
  private Watched() {}

  /// The port over `target`.
  ///
  /// @param method a name that only one of its methods has
  /// @param afterwards happens after each call of that method, before the caller gets its result
  public static <T> T after(Class<T> port, T target, String method, Runnable afterwards) {
    Object watched =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, called, arguments) -> {
              try {
                Object result = called.invoke(target, arguments);
                if (called.getName().equals(method)) {
                  afterwards.run();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return port.cast(watched);
  }
}
