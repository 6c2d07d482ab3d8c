package org.asyncjob.transcode.parallel;

/**
 * How many cores all conversions of a process may use for encoding. Each conversion has one,
 * whatever the others do; more are lent while there are some that nobody uses, and not lent again
 * once other conversions need them. Safe for many threads.
 */
public final class CoreBudget {

  private final int cores;
  private int used;

  /**
   * Creates it.
   *
   * @throws IllegalArgumentException if there is not at least one core
   */
  public CoreBudget(int cores) {
    if (cores < 1) {
      throw new IllegalArgumentException("cores " + cores + " is not positive");
    }
    this.cores = cores;
  }

  /** Returns a budget of all cores that this process may use. */
  public static CoreBudget ofThisMachine() {
    return new CoreBudget(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Begins a conversion, which uses one core from now on.
   *
   * @param most how many cores it can use at once
   */
  public Share share(int most) {
    synchronized (this) {
      used++;
    }
    return new Share(most);
  }

  /** How many cores nobody uses at the moment. */
  public synchronized int idle() {
    return Math.max(0, cores - used);
  }

  /** How many cores are in use. */
  synchronized int used() {
    return used;
  }

  /** The cores of one conversion. Safe for many threads. */
  public final class Share implements AutoCloseable {

    private final int most;
    private int working;
    private boolean closed;

    private Share(int most) {
      this.most = most;
    }

    /**
     * Waits for a core: at once the conversion's own if it is idle, else one that nobody uses.
     *
     * @return false if the share was closed; there is no core then
     */
    boolean take() throws InterruptedException {
      synchronized (CoreBudget.this) {
        while (!closed && working > 0 && (working >= most || used >= cores)) {
          CoreBudget.this.wait();
        }
        if (closed) {
          return false;
        }
        if (working > 0) {
          used++;
        }
        working++;
        return true;
      }
    }

    /** Gives one back that was taken. */
    void giveBack() {
      synchronized (CoreBudget.this) {
        working--;
        if (working > 0 || closed) {
          used--;
        }
        CoreBudget.this.notifyAll();
      }
    }

    /** Ends the conversion; cores still in use are given back by those who use them. */
    @Override
    public void close() {
      synchronized (CoreBudget.this) {
        if (!closed) {
          closed = true;
          if (working == 0) {
            used--;
          }
          CoreBudget.this.notifyAll();
        }
      }
    }
  }
}
