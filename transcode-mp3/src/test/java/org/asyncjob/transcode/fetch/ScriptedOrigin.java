package org.asyncjob.transcode.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server that answers each connection as the test says, down to its bytes. */
final class ScriptedOrigin implements AutoCloseable {

  /** What to do with one connection. The connection is closed afterwards. */
  @FunctionalInterface
  interface Script {
    void answer(String request, Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Script script;

  ScriptedOrigin(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted-origin");
    thread.setDaemon(true);
    thread.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The heads of all requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  static void write(Socket connection, String head, byte[] body, int from, int to)
      throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body, from, to - from);
    out.flush();
  }

  /** Has the other side see that the connection was broken, not ended. */
  static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread thread = new Thread(() -> serve(connection), "scripted-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      String request = head(connection);
      requests.add(request);
      script.answer(request, connection);
    } catch (IOException | InterruptedException e) {
      // The test has gone.
    }
  }

  private static String head(Socket connection) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    StringBuilder head = new StringBuilder();
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }
}
