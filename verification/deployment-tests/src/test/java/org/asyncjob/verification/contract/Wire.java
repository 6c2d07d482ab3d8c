package org.asyncjob.verification.contract;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection of which each byte is ours: for what no client library sends, or sends so slowly.
 */
final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final URI base;
  private final Socket socket;
  private final InputStream in;

  Wire(URI base) throws IOException {
    this.base = base;
    boolean secure = base.getScheme().equals("https");
    int port = base.getPort() > 0 ? base.getPort() : secure ? 443 : 80;
    socket =
        secure
            ? SSLSocketFactory.getDefault().createSocket(base.getHost(), port)
            : new Socket(base.getHost(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  /** What a request to this server has in {@code Host}. */
  String host() {
    return base.getRawAuthority();
  }

  /** Sends what a request begins with: line and fields, with an empty line behind them. */
  void sendHead(String request, String... fields) throws IOException {
    StringBuilder head = new StringBuilder(request).append(" HTTP/1.1\r\n");
    if (List.of(fields).stream().noneMatch(field -> field.startsWith("Host:"))) {
      head.append("Host: ").append(host()).append("\r\n");
    }
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads one answer to the end. */
  Answer read(String method, URI uri) throws IOException {
    String[] line = readLine().split(" ", 3);
    int status = Integer.parseInt(line[1]);
    Map<String, List<String>> headers = readHeaders();
    byte[] body = hasBody(method, status) ? readBody(headers) : new byte[0];
    return new Answer(method, uri, status, headers, body);
  }

  /** Reads the status line and the fields of an answer whose body follows for a while. */
  Map<String, List<String>> readHeaders() throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String field = readLine(); !field.isEmpty(); field = readLine()) {
      int colon = field.indexOf(':');
      headers
          .computeIfAbsent(
              field.substring(0, colon).toLowerCase(Locale.ROOT), unused -> new ArrayList<>())
          .add(field.substring(colon + 1).strip());
    }
    return headers;
  }

  private static boolean hasBody(String method, int status) {
    return !method.equals("HEAD") && status >= 200 && status != 204 && status != 304;
  }

  private byte[] readBody(Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      byte[] body = new byte[Integer.parseInt(headers.get("content-length").get(0))];
      new DataInputStream(in).readFully(body);
      return body;
    }
    if (!headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      byte[] chunk = new byte[size];
      new DataInputStream(in).readFully(chunk);
      body.write(chunk);
      readLine();
    }
    readLine();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(readLine().replaceFirst(";.*", ""), 16);
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(
            "the server closed the connection after \""
                + line.toString(StandardCharsets.UTF_8)
                + '"');
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Goes away in the middle of whatever is under way. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
