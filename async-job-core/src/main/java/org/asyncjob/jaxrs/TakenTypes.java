package org.asyncjob.jaxrs;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The media types of the files that a resource takes as bodies: those that its methods name.
 *
 * @param types the types; none if it takes any
 */
record TakenTypes(List<MediaType> types) {

  private static final Pattern COMMA = Pattern.compile(",");

  /**
   * Looks at the methods of a resource; what only has forms or JSON does not say what files it
   * takes.
   */
  static TakenTypes of(Class<?> resource) {
    List<MediaType> types = new ArrayList<>();
    // Above the class are those of which it was made, if it is a proxy.
    for (Class<?> each = resource;
        each != null && each != JobResource.class;
        each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.isAnnotationPresent(POST.class)) {
          Optional<Consumes> taken =
              Optional.ofNullable(method.getAnnotation(Consumes.class))
                  .or(
                      () ->
                          Optional.ofNullable(
                              method.getDeclaringClass().getAnnotation(Consumes.class)));
          if (taken.isEmpty()) {
            return new TakenTypes(List.of());
          }
          for (String type : taken.get().value()) {
            add(type, types);
          }
        }
      }
    }
    return new TakenTypes(List.copyOf(types));
  }

  private static void add(String types, List<MediaType> taken) {
    COMMA
        .splitAsStream(types)
        .map(type -> MediaType.valueOf(type.strip()))
        .filter(type -> !type.getType().equalsIgnoreCase("multipart") && !isJson(type))
        .forEach(taken::add);
  }

  private static boolean isJson(MediaType type) {
    return type.getType().equalsIgnoreCase("application")
        && type.getSubtype().equalsIgnoreCase("json");
  }

  boolean contain(MediaType type) {
    return types.isEmpty() || types.stream().anyMatch(type::isCompatible);
  }

  /** As a sentence has them. */
  @Override
  public String toString() {
    return String.join(", ", types.stream().map(MediaType::toString).sorted().toList());
  }
}
