package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import org.asyncjob.Job;

/**
 * Who sends a request, where the application knows its callers. Looked up only where it matters:
 * that costs as much as the rest of a poll.
 *
 * @param security of the request
 */
record Caller(SecurityContext security) {

  Optional<String> name() {
    return Optional.ofNullable(security.getUserPrincipal()).map(Principal::getName);
  }

  /** Whether a job is there for them: one with an owner is the owner's, one without everybody's. */
  boolean maySee(Job job) {
    Optional<String> owner = job.request().caller();
    return owner.isEmpty() || owner.equals(name());
  }
}
