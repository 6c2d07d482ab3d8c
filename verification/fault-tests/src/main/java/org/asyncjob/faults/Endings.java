package org.asyncjob.faults;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How jobs were first seen to have ended. Safe for many threads. */
final class Endings {

  private final Map<String, Ending> first = new ConcurrentHashMap<>();
  private final Report report;

  Endings(Report report) {
    this.report = report;
  }

  /** Remembers what was seen, or holds it against what was seen earlier. */
  void seen(Accepted accepted, Ending ending) {
    Ending earlier = first.putIfAbsent(accepted.job(), ending);
    if (earlier != null && !earlier.equals(ending)) {
      report.complain("%s ended twice: %s, later %s", accepted, earlier, ending);
    }
  }

  Optional<Ending> of(Accepted accepted) {
    return Optional.ofNullable(first.get(accepted.job()));
  }

  int size() {
    return first.size();
  }
}
