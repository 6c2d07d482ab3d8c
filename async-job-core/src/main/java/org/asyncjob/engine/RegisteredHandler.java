package org.asyncjob.engine;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.asyncjob.AsyncJobException;
import org.asyncjob.JobRequest;
import org.asyncjob.JobResult;
import org.asyncjob.MalformedRequestException;
import org.asyncjob.spi.JobContext;
import org.asyncjob.spi.JobHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A handler with the type of its options, which come as a map and leave as that type. */
final class RegisteredHandler<T> {

  private static final Logger LOG = LoggerFactory.getLogger(RegisteredHandler.class);

  private final Class<T> optionsType;
  private final JobHandler<T> handler;
  private final ObjectMapper mapper;

  RegisteredHandler(Class<T> optionsType, JobHandler<T> handler, ObjectMapper mapper) {
    this.optionsType = optionsType;
    this.handler = handler;
    this.mapper = mapper;
  }

  /**
   * Refuses a request that the handler does not take.
   *
   * @return how long it will take, where the handler says so
   */
  Optional<Duration> validate(JobRequest request) {
    T options = options(request.options());
    handler.validate(options, request);
    return estimate(options, request);
  }

  /** How long a request that was accepted earlier will take, where the handler says so. */
  Optional<Duration> estimate(JobRequest request) {
    try {
      return estimate(options(request.options()), request);
    } catch (AsyncJobException e) {
      LOG.warn("the options of {} are not understood any more", request, e);
      return Optional.empty();
    }
  }

  /** An estimate is a courtesy: a handler that cannot give one does not keep a job from running. */
  private Optional<Duration> estimate(T options, JobRequest request) {
    try {
      return handler.estimate(options, request);
    } catch (RuntimeException e) {
      LOG.warn("no estimate for {}", request, e);
      return Optional.empty();
    }
  }

  JobResult run(JobContext context) throws Exception {
    return handler.run(options(context.request().options()), context);
  }

  private T options(Map<String, Object> options) {
    try {
      return mapper.convertValue(options, optionsType);
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    }
  }

  /** Jackson wraps both its own complaints and those of the options' constructor. */
  private static AsyncJobException refusal(IllegalArgumentException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AsyncJobException ours) {
        return ours;
      }
    }
    if (failure.getCause() instanceof UnrecognizedPropertyException unknown) {
      return new MalformedRequestException(
          "Unknown option \"%s\". Known options are: %s."
              .formatted(unknown.getPropertyName(), known(unknown)));
    }
    if (failure.getCause() instanceof MismatchedInputException mismatch) {
      return new MalformedRequestException(
          "Option \"%s\" has a value of the wrong type; expected %s."
              .formatted(path(mismatch), words(mismatch.getTargetType())));
    }
    return new MalformedRequestException("The options cannot be understood.");
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds() == null
        ? "none"
        : unknown.getKnownPropertyIds().stream()
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String path(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(Reference::getFieldName)
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }

  private static String words(Class<?> type) {
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    }
    return type == String.class ? "text" : "another form of value";
  }
}
