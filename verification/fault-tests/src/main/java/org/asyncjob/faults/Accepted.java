package org.asyncjob.faults;

/**
 * An order for which a server has answered 202.
 *
 * @param order what was asked for
 * @param path the path of its process resource, which is the same at all nodes
 */
record Accepted(Order order, String path) {

  /** The job's id. */
  String job() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
