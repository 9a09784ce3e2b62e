package dev.posthouse.local.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/// Binds a handler's types to JSON, as Lambda's Java runtime does.
final class Binding {
  private Binding() {}

  /// The handler as one that takes and gives bytes.
  ///
  /// @throws IllegalArgumentException if it is no handler
  static RequestStreamHandler of(Object handler) {
    return switch (handler) {
      case RequestStreamHandler streams -> streams;
      case RequestHandler<?, ?> typed -> bound(typed);
      default ->
          throw new IllegalArgumentException(
              handler.getClass().getName()
                  + " implements neither RequestHandler nor RequestStreamHandler");
    };
  }

  private static <I, O> RequestStreamHandler bound(RequestHandler<I, O> handler) {
    Method method = handleRequest(handler.getClass());
    PojoSerializer<I> input = serializer(method.getParameterTypes()[0]);
    PojoSerializer<O> output = serializer(method.getReturnType());
    return (in, out, context) -> call(handler, input, in, output, out, context);
  }

  private static <I, O> void call(
      RequestHandler<I, O> handler,
      PojoSerializer<I> input,
      InputStream in,
      PojoSerializer<O> output,
      OutputStream out,
      Context context)
      throws java.io.IOException {
    O answer = handler.handleRequest(input.fromJson(in), context);
    if (answer == null) {
      out.write("null".getBytes(StandardCharsets.UTF_8));
    } else {
      output.toJson(answer, out);
    }
  }

  /// The method that names the types: compilers add a bridge beside it that names `Object`.
  private static Method handleRequest(Class<?> handler) {
    for (Class<?> type = handler; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals("handleRequest")
            && !method.isBridge()
            && method.getParameterCount() == 2
            && method.getParameterTypes()[1] == Context.class) {
          return method;
        }
      }
    }
    throw new IllegalArgumentException(handler.getName() + " names no type of its event");
  }

  @SuppressWarnings("unchecked")
  private static <T> PojoSerializer<T> serializer(Class<?> type) {
    return (PojoSerializer<T>)
        LambdaEventSerializers.serializerFor(type, Binding.class.getClassLoader());
  }
}
