package org.asyncjob.transcode.parallel;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncjob.transcode.mpeg.Mp3Frame;
import org.jspecify.annotations.Nullable;

/**
 * Makes one stream of MP3 frames of PCM, in overlapping segments that are encoded on as many cores
 * as there are free. The frames do not depend on how many that were: the same PCM, parameters and
 * encoder always give the same.
 *
 * <p>One thread calls {@link #read}, another one {@link #join} and then {@link #close}. PCM is read
 * no faster than it is encoded, and is in memory for as long as that takes.
 */
public final class ParallelEncoder implements AutoCloseable {

  /** Hears how far the work is. */
  @FunctionalInterface
  public interface Watch {
    /**
     * Called several times a second, on the thread that joins; what it throws ends the work.
     *
     * @param samples encoded until now, per channel
     * @throws TimeoutException if it has taken too long
     */
    void encoded(long samples) throws TimeoutException;
  }

  private static final int MILLISECONDS_BETWEEN_REPORTS = 10;
  private static final int SECONDS_TO_STOP = 10;

  private final Mp3Encoders encoders;
  private final EncoderParameters parameters;
  private final SegmentPlan plan;
  private final CoreBudget.Share cores;
  private final Semaphore unjoined;
  private final BlockingQueue<Next> started = new LinkedBlockingQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Segment> segments = ConcurrentHashMap.newKeySet();
  private final AtomicLong encodedBlocks = new AtomicLong();
  private final AtomicLong samples = new AtomicLong();
  private final List<Long> seams = new ArrayList<>();

  private volatile boolean stopped;

  /** The next segment in order, or the end of all. */
  private record Next(@Nullable Segment segment) {}

  /** Creates it; it counts as a user of the budget from now on until it is closed. */
  public ParallelEncoder(Mp3Encoders encoders, EncoderParameters parameters, CoreBudget budget) {
    this(encoders, parameters, budget, new SegmentPlan(parameters));
  }

  ParallelEncoder(
      Mp3Encoders encoders, EncoderParameters parameters, CoreBudget budget, SegmentPlan plan) {
    this.encoders = encoders;
    this.parameters = parameters;
    this.plan = plan;
    int most = plan.mostAtOnce();
    this.cores = budget.share(most);
    this.unjoined = new Semaphore(2 * most);
  }

  /**
   * Reads PCM to its end: 32-bit floating point, little endian, channels interleaved.
   *
   * @throws IOException if it cannot be read, if no encoder starts, or if this was closed
   */
  public void read(InputStream pcm) throws IOException {
    try {
      distribute(pcm);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      started.add(new Next(null));
    }
  }

  private void distribute(InputStream pcm) throws IOException, InterruptedException {
    PcmBlock.Pool pool = new PcmBlock.Pool(plan.bytesOfBlock());
    Deque<PcmBlock> overlap = new ArrayDeque<>();
    Segment current = start(0);
    try {
      boolean more = true;
      for (long number = 0; more; number++) {
        PcmBlock block = pool.take();
        int read = pcm.readNBytes(block.bytes(), 0, plan.bytesOfBlock());
        // A decoder that was killed may end within a sample; how it ended is for others to judge.
        block.length(read - read % plan.bytesOfSample());
        samples.addAndGet(block.length() / plan.bytesOfSample());
        more = block.length() == plan.bytesOfBlock();
        if (block.length() > 0) {
          if (number == plan.endBlock(current.number())) {
            current.add(PcmBlock.END);
            current = start(current.number() + 1);
            handOver(overlap, current);
          }
          current.add(block.shared());
          overlap.add(block);
          if (overlap.size() > SegmentPlan.BLOCKS_BEFORE + SegmentPlan.BLOCKS_AFTER) {
            overlap.remove().release();
          }
        }
      }
    } finally {
      current.add(PcmBlock.END);
    }
  }

  /** The next segment begins with what the one before ended with. */
  private static void handOver(Deque<PcmBlock> overlap, Segment next) {
    Iterator<PcmBlock> blocks = overlap.iterator();
    while (blocks.hasNext()) {
      next.add(blocks.next().shared());
    }
  }

  private Segment start(long number) throws IOException, InterruptedException {
    unjoined.acquire();
    if (!cores.take()) {
      throw new IOException("closed");
    }
    boolean running = false;
    try {
      Segment segment = new Segment(plan, number, encoders.start(parameters), encodedBlocks);
      segments.add(segment);
      Thread thread = new Thread(() -> encode(segment), "asyncjob-mp3-encoder-" + number);
      thread.setDaemon(true);
      threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
      threads.add(thread);
      thread.start();
      running = true;
      started.add(new Next(segment));
      return segment;
    } finally {
      if (!running) {
        cores.giveBack();
      }
    }
  }

  private void encode(Segment segment) {
    try {
      if (stopped) {
        segment.abort();
      } else {
        segment.run();
      }
    } finally {
      cores.giveBack();
      segments.remove(segment);
    }
  }

  /**
   * Joins the segments as they are done, and returns after the last frame. What {@link #read} has
   * thrown meanwhile is not thrown here: the stream then simply ends.
   *
   * @throws NoSeamException if this audio cannot be encoded in segments
   * @throws IOException if an encoder failed, or what the sink throws
   * @throws TimeoutException if the watch throws it
   */
  public void join(FrameSink sink, Watch watch)
      throws IOException, InterruptedException, TimeoutException {
    boolean mayRaise = parameters.rateControl() != EncoderParameters.RateControl.CONSTANT;
    FrameJoiner joiner = new FrameJoiner(sink, mayRaise, seams);
    while (true) {
      Next next = started.poll(MILLISECONDS_BETWEEN_REPORTS, TimeUnit.MILLISECONDS);
      watch.encoded(encodedSamples());
      if (next != null) {
        Segment segment = next.segment();
        if (segment == null) {
          joiner.finish();
          return;
        }
        long number = segment.number();
        joiner.add(frames(segment, watch), plan.firstFrame(number), plan.latestSeam(number));
        unjoined.release();
      }
    }
  }

  private List<Mp3Frame> frames(Segment segment, Watch watch)
      throws IOException, InterruptedException, TimeoutException {
    while (true) {
      try {
        return segment.frames().get(MILLISECONDS_BETWEEN_REPORTS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.encoded(encodedSamples());
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      }
    }
  }

  private static IOException rethrown(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private long encodedSamples() {
    long blocks = encodedBlocks.get();
    return Math.min(samples.get(), blocks * SegmentPlan.FRAMES_OF_BLOCK * plan.samplesOfFrame());
  }

  /** The first frame of each segment but the first, after {@link #join}. */
  List<Long> seams() {
    return seams;
  }

  /** Samples read until now, per channel. */
  public long samples() {
    return samples.get();
  }

  /** Ends encoders and {@link #read}, without waiting for their end. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      unjoined.release(Integer.MAX_VALUE / 2);
    }
    cores.close();
    segments.forEach(Segment::abort);
    threads.forEach(Thread::interrupt);
  }

  /** Stops what still works. After that, and the end of {@link #read}, no thread of this runs. */
  @Override
  public void close() {
    stop();
    awaitThreads();
  }

  private void awaitThreads() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
    for (Thread thread : threads) {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        try {
          thread.join(MILLISECONDS_BETWEEN_REPORTS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
