package org.asyncjob.transcode.parallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.asyncjob.transcode.mpeg.Mp3Frame;

/** A part of the audio with its own encoder, on a thread of its own while that works. */
final class Segment {

  private final SegmentPlan plan;
  private final long number;
  private final AtomicLong encodedBlocks;
  private final BlockingQueue<PcmBlock> blocks = new LinkedBlockingQueue<>();
  private final CompletableFuture<List<Mp3Frame>> frames = new CompletableFuture<>();
  private final Mp3Encoder encoder;

  /**
   * Creates it with an encoder of its own.
   *
   * @param encodedBlocks counts blocks encoded, those of overlaps once
   */
  Segment(SegmentPlan plan, long number, Mp3Encoder encoder, AtomicLong encodedBlocks) {
    this.plan = plan;
    this.number = number;
    this.encoder = encoder;
    this.encodedBlocks = encodedBlocks;
  }

  long number() {
    return number;
  }

  /** The frames, or why there are none. */
  CompletableFuture<List<Mp3Frame>> frames() {
    return frames;
  }

  /** Hands over the next block, of which the segment becomes a user, or {@link PcmBlock#END}. */
  void add(PcmBlock block) {
    blocks.add(block);
  }

  /** Encodes all blocks as they come. */
  void run() {
    try (encoder) {
      frames.complete(new ArrayList<>(encode()));
    } catch (InterruptedException e) {
      frames.completeExceptionally(new IOException("stopped", e));
    } catch (IOException | RuntimeException | Error e) {
      frames.completeExceptionally(e);
    }
  }

  /** Ends an encoder that works in another thread; there will be no frames. */
  void abort() {
    encoder.close();
  }

  private List<Mp3Frame> encode() throws IOException, InterruptedException {
    long place = plan.firstBlock(number);
    for (PcmBlock block = blocks.take(); block != PcmBlock.END; block = blocks.take()) {
      encoder.encode(block.bytes(), block.length());
      block.release();
      if (plan.counts(number, place)) {
        encodedBlocks.incrementAndGet();
      }
      place++;
    }
    return Mp3Frame.split(encoder.finish());
  }
}
