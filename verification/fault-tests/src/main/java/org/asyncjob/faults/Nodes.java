package org.asyncjob.faults;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The nodes that serve the same jobs.
 *
 * @param all of them, whether they live or not
 */
record Nodes(List<Node> all) implements AutoCloseable {

  Nodes {
    all = List.copyOf(all);
  }

  static Nodes of(Node... nodes) {
    return new Nodes(List.of(nodes));
  }

  /** The address of one that serves, once there is one. */
  URI any() throws InterruptedException {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(all.size());
      for (int i = 0; i < all.size(); i++) {
        Optional<URI> base = all.get((first + i) % all.size()).base();
        if (base.isPresent()) {
          return base.get();
        }
      }
      Thread.sleep(10);
    }
  }

  void startAll() throws IOException, InterruptedException {
    for (Node node : all) {
      node.launch();
    }
    for (Node node : all) {
      node.awaitUp();
    }
  }

  void stopAll() throws IOException, InterruptedException {
    for (Node node : all) {
      node.awaitUp();
      node.stop();
    }
  }

  List<Node.Death> deaths() {
    return all.stream().flatMap(node -> node.deaths().stream()).toList();
  }

  @Override
  public void close() {
    all.forEach(Node::close);
  }
}
