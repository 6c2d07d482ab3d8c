package org.asyncjob.client.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A network between client and server that cuts connections after some bytes of the server. */
final class CuttingProxy implements AutoCloseable {

  private final URI server;
  private final int cuts;
  private final long bytesBeforeCut;
  private volatile ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int port = socket.getLocalPort();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicLong passed = new AtomicLong();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  /**
   * Starts it.
   *
   * @param cuts how many connections are cut; later ones are left alone
   */
  CuttingProxy(URI server, int cuts, long bytesBeforeCut) throws IOException {
    this.server = server;
    this.cuts = cuts;
    this.bytesBeforeCut = bytesBeforeCut;
    threads.execute(this::acceptAll);
  }

  URI uri() {
    return URI.create("http://localhost:" + port + "/");
  }

  int cut() {
    return cut.get();
  }

  /** Bytes from the server, of all connections. */
  long passed() {
    return passed.get();
  }

  /** Cuts all connections that there are now. */
  void cutAll() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  /** Cuts all connections and refuses others. */
  void leave() throws IOException {
    socket.close();
    cutAll();
  }

  /** Accepts connections again, at the same address. */
  void comeBack() throws IOException {
    socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptAll);
  }

  /** How many connections there are. */
  int connections() {
    return clients.size();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = socket.accept();
        clients.add(client);
        Socket upstream = new Socket(server.getHost(), server.getPort());
        threads.execute(() -> forward(client, upstream));
        threads.execute(() -> back(upstream, client));
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forward(Socket client, Socket upstream) {
    try (client;
        upstream) {
      client.getInputStream().transferTo(upstream.getOutputStream());
    } catch (IOException e) {
      // one of the two has gone, as the other will be told
    } finally {
      clients.remove(client);
    }
  }

  private void back(Socket upstream, Socket client) {
    try (upstream;
        client) {
      InputStream in = upstream.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] step = new byte[8192];
      long here = 0;
      for (int read = in.read(step); read != -1; read = in.read(step)) {
        out.write(step, 0, read);
        here += read;
        passed.addAndGet(read);
        if (here > bytesBeforeCut && cut.get() < cuts) {
          cut.incrementAndGet();
          return;
        }
      }
    } catch (IOException e) {
      // one of the two has gone, as the other will be told
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
