package org.asyncjob.jaxrs;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.Status.Family;
import jakarta.ws.rs.core.Response.StatusType;

/** Makes status lines that {@link Status} does not list. */
final class Statuses {

  private Statuses() {}

  static StatusType of(int code, String reason) {
    return new StatusType() {
      @Override
      public int getStatusCode() {
        return code;
      }

      @Override
      public Family getFamily() {
        return Family.familyOf(code);
      }

      @Override
      public String getReasonPhrase() {
        return reason;
      }
    };
  }
}
