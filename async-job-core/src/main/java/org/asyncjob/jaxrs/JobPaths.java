package org.asyncjob.jaxrs;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.asyncjob.JobId;

/** Where the job resources of the application are, which the runtime knows when it has started. */
final class JobPaths implements DynamicFeature {

  private final Map<String, PathPrefix> controllers = new ConcurrentHashMap<>();

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Class<?> type = resource.getResourceClass();
    Path path = type.getAnnotation(Path.class);
    if (path != null && JobResource.class.isAssignableFrom(type)) {
      controllers.computeIfAbsent(path.value(), PathPrefix::of);
    }
  }

  /** Whether a path, relative to the application, is one of a job resource. */
  boolean contain(String path) {
    return controllers.values().stream().anyMatch(prefix -> prefix.matches(path));
  }

  /** Whether it is that of a process resource. */
  boolean isProcess(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0 || JobId.parse(path.substring(slash + 1)).isEmpty()) {
      return false;
    }
    String controller = path.substring(0, slash);
    return controllers.values().stream().anyMatch(prefix -> prefix.isExactly(controller));
  }
}
