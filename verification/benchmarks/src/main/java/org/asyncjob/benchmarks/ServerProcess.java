package org.asyncjob.benchmarks;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A server in a Java of its own, and a view from outside of what it allocates. */
final class ServerProcess implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  private final Process process;
  private final URI uri;
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  @SuppressWarnings("BanJNDI") // the other end is a process that we have started
  private ServerProcess(Process process, URI uri) throws IOException {
    this.process = process;
    this.uri = uri;
    connector = JMXConnectorFactory.connect(managementUrl(process.pid()));
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            connector.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class);
  }

  /** Starts a server on a free port; returns when it serves. */
  static ServerProcess start(Class<?> main, List<String> javaOptions) throws IOException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                javaOptions.stream(),
                Stream.of("-cp", System.getProperty("java.class.path")),
                Stream.of(main.getName(), "--port", "0"))
            .flatMap(words -> words)
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      return new ServerProcess(process, listening(process, command));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI listening(Process process, List<String> command) throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENING)) {
        return URI.create(line.substring(LISTENING.length()));
      }
    }
    throw new IOException("ended before it served: " + String.join(" ", command));
  }

  private static JMXServiceURL managementUrl(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return new JMXServiceURL(machine.startLocalManagementAgent());
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot look into process " + pid, e);
    }
  }

  URI uri() {
    return uri;
  }

  long pid() {
    return process.pid();
  }

  /** The bytes that all threads that live have allocated since they started. */
  long allocatedBytes() {
    return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  @Override
  public void close() throws IOException {
    try {
      connector.close();
    } finally {
      process.destroy();
    }
  }
}
