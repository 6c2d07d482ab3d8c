package org.asyncjob.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every 202 that was received, in a file as well. Safe for many threads. */
final class Journal implements AutoCloseable {

  private final BufferedWriter file;
  private final Report report;
  private final List<Accepted> all = new ArrayList<>();
  private final Map<String, Order> orders = new HashMap<>();

  Journal(Path file, Report report) throws IOException {
    this.file = Files.newBufferedWriter(file);
    this.report = report;
  }

  synchronized void add(Accepted accepted) throws IOException {
    file.write(
        String.join(
            "\t", accepted.order().token(), accepted.order().kind(), accepted.path() + "\n"));
    file.flush();
    all.add(accepted);
    Order other = orders.put(accepted.job(), accepted.order());
    if (other != null) {
      report.complain("%s was accepted for %s and for %s", accepted.job(), other, accepted.order());
    }
  }

  synchronized List<Accepted> all() {
    return List.copyOf(all);
  }

  synchronized int size() {
    return all.size();
  }

  synchronized Accepted get(int index) {
    return all.get(index);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
