package org.asyncjob.benchmarks;

import java.io.IOException;
import java.net.URI;
import org.asyncjob.benchmarks.Wrk.Load;
import org.asyncjob.benchmarks.Wrk.Script;
import org.asyncjob.benchmarks.Wrk.Shape;

/** What is measured of each server, in this order. */
enum Measure {
  SUBMITS("POST → 202, 64 connections", 64, true, "≥ 0.85") {
    @Override
    Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException {
      return wrk.run(Script.SUBMIT, subject.server().uri().resolve("jobs"), shape, 202);
    }
  },
  ANSWERED_SUBMITS("the same, the bare one with our answer", 64, true, "–") {
    @Override
    Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException {
      return wrk.run(Script.SUBMIT, subject.answered(), shape, 202);
    }
  },
  FINISHED("GET of a finished job, 64 connections", 64, true, "≥ 0.9") {
    @Override
    Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException {
      return wrk.run(Script.POLL, subject.finished(), shape, subject.doneStatus());
    }
  },
  RUNNING("GET of a running job, 64 connections", 64, true, "≥ 0.9") {
    @Override
    Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException {
      URI running = subject.running();
      try {
        return wrk.run(Script.POLL, running, shape, 200);
      } finally {
        subject.end(running);
      }
    }
  },
  ROUND("POST to 303, 1 connection", 1, false, "≤ 1.3") {
    @Override
    Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException {
      return wrk.run(Script.ROUND, subject.server().uri(), shape, subject.doneStatus());
    }
  },
  ROUNDS("POST to 303, 64 connections", 64, false, "–") {
    @Override
    Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException {
      return ROUND.run(wrk, subject, shape);
    }
  };

  private final String title;
  private final int connections;
  private final boolean rate;
  private final String target;

  Measure(String title, int connections, boolean rate, String target) {
    this.title = title;
    this.connections = connections;
    this.rate = rate;
    this.target = target;
  }

  abstract Load run(Wrk wrk, Subject subject, Shape shape) throws IOException, InterruptedException;

  String title() {
    return title;
  }

  int connections() {
    return connections;
  }

  /** What the ratio of the library to the bare server should be. */
  String target() {
    return target;
  }

  double value(Load load) {
    return rate ? load.perSecond() : load.medianMicroseconds();
  }

  String unit() {
    return rate ? "/s" : " µs";
  }
}
