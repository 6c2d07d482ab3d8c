package org.asyncjob.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Hands on what both sides say, and at random moments cuts a connection off, in the middle of a
 * request as well as of an answer.
 */
final class CuttingProxy implements AutoCloseable {

  private static final int BUFFER = 4096;

  private final ServerSocket listening;
  private final IntSupplier target;
  private final Random random;
  private final double chance;
  private volatile boolean isHarmless;
  private final AtomicLong cuts = new AtomicLong();

  /**
   * Starts to listen.
   *
   * @param target the port of the real server
   * @param chance of a cut, at each piece of up to 4 KiB
   */
  CuttingProxy(IntSupplier target, long seed, double chance) throws IOException {
    this.target = target;
    this.chance = chance;
    random = new Random(seed);
    listening = new ServerSocket(Ports.free(), 200, InetAddress.getLoopbackAddress());
    start("proxy-" + listening.getLocalPort(), this::accept);
  }

  /** Cuts nothing until it is told to, or does so from now on. */
  void harmless(boolean harmless) {
    isHarmless = harmless;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many connections were cut. */
  long cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException e) {
        // Closed, or the server is away: the client is cut off as well.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
      start("proxy-up", () -> handOn(client, server));
      start("proxy-down", () -> handOn(server, client));
    } catch (IOException e) {
      reset(client);
      throw e;
    }
  }

  private void handOn(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (isCut()) {
          cuts.incrementAndGet();
          out.write(buffer, 0, read / 2);
          break;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The other direction has ended it, or one of the two sides.
    } finally {
      reset(from);
      reset(to);
    }
  }

  private boolean isCut() {
    synchronized (random) {
      return !isHarmless && random.nextDouble() < chance;
    }
  }

  /** What a peer sees of a broken connection: a reset, not a polite end. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
