package org.asyncjob.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The bytes of one part until they are sent, which may take several tries. Grows in pieces, so that
 * a small blob takes little memory and a large one is never copied; used again for the next part.
 */
final class PartBuffer {

  private static final int PIECE = 64 * 1024;

  private final int capacity;
  private final List<byte[]> pieces = new ArrayList<>();
  private int size;

  PartBuffer(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == capacity;
  }

  /** Takes as much as there is room for; returns how much. */
  int put(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, capacity - size);
    for (int done = 0; done < taken; ) {
      if (size == pieces.size() * PIECE) {
        pieces.add(new byte[PIECE]);
      }
      int inPiece = size % PIECE;
      int step = Math.min(taken - done, PIECE - inPiece);
      System.arraycopy(bytes, offset + done, pieces.get(size / PIECE), inPiece, step);
      done += step;
      size += step;
    }
    return taken;
  }

  void clear() {
    size = 0;
  }

  /** What is in it, to be sent as often as it takes. */
  RequestBody body(String mediaType) {
    return RequestBody.fromContentProvider(this::stream, size, mediaType);
  }

  /** As {@code Content-MD5}, by which every store finds out that something was lost on the way. */
  String md5() {
    MessageDigest digest = Digests.md5();
    for (int start = 0; start < size; start += PIECE) {
      digest.update(pieces.get(start / PIECE), 0, Math.min(PIECE, size - start));
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private InputStream stream() {
    List<InputStream> streams = new ArrayList<>();
    for (int start = 0; start < size; start += PIECE) {
      streams.add(
          new ByteArrayInputStream(pieces.get(start / PIECE), 0, Math.min(PIECE, size - start)));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
