package org.asyncjob.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between clients and a server, lets bytes through, and breaks connections when told to. */
final class Gate implements Closeable {

  private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong untilBreak = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong passed = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean shut;

  Gate(URI server) throws IOException {
    this.server = server.getPort();
    start(this::letIn);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /** Resets the connection, once, when so many more bytes have come from the server. */
  void breakAfter(long bytes) {
    untilBreak.set(bytes);
  }

  /** Resets every connection, now and from now on. */
  void shut() {
    shut = true;
    sockets.forEach(Gate::reset);
  }

  void reopen() {
    shut = false;
  }

  /** How many bytes have come from the server. */
  long passed() {
    return passed.get();
  }

  int connections() {
    return connections.get();
  }

  private void letIn() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        sockets.add(client);
        connections.incrementAndGet();
        if (shut) {
          reset(client);
          continue;
        }
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(behind);
        start(() -> pass(client, behind, false));
        start(() -> pass(behind, client, true));
      } catch (IOException e) {
        sockets.forEach(Gate::reset); // The gate is closed, or what is behind it.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    byte[] bytes = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        if (counted) {
          passed.addAndGet(length);
          if (untilBreak.addAndGet(-length) < 0) {
            untilBreak.set(Long.MAX_VALUE);
            reset(from);
            reset(to);
            return;
          }
        }
        out.write(bytes, 0, length);
      }
    } catch (IOException e) {
      return; // One of the two has gone.
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      return; // It was closed already.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    sockets.forEach(Gate::reset);
  }
}
