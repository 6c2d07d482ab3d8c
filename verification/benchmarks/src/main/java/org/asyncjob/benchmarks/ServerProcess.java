package org.asyncjob.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A server in a Java of its own, and a view from outside of what it allocates. */
final class ServerProcess implements AutoCloseable {

  private static final String LISTENING = "listening on ";
  private static final long GLANCE_MILLIS = 500;

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
    return start(main, javaOptions, List.of());
  }

  /** The same, with arguments beside the port. */
  static ServerProcess start(Class<?> main, List<String> javaOptions, List<String> arguments)
      throws IOException {
    return start(List.of(), main, javaOptions, arguments);
  }

  /** The same, by another command, which becomes Java in the same process. */
  static ServerProcess start(
      List<String> by, Class<?> main, List<String> javaOptions, List<String> arguments)
      throws IOException {
    List<String> command =
        Stream.of(
                by.stream(),
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                javaOptions.stream(),
                Stream.of("-cp", System.getProperty("java.class.path")),
                Stream.of(main.getName(), "--port", "0"),
                arguments.stream())
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

  /** How it stands when it has done all that there was to do, and its garbage is collected. */
  State stateAtRest() throws IOException, InterruptedException {
    OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(
            connector.getMBeanServerConnection(), OperatingSystemMXBean.class);
    long idle = Duration.ofMillis(GLANCE_MILLIS).toNanos() / 10;
    for (long last = Long.MIN_VALUE, now = system.getProcessCpuTime();
        now - last > idle || last == Long.MIN_VALUE;
        now = system.getProcessCpuTime()) {
      last = now;
      Thread.sleep(GLANCE_MILLIS);
    }
    MemoryMXBean memory =
        ManagementFactory.getPlatformMXBean(
            connector.getMBeanServerConnection(), MemoryMXBean.class);
    memory.gc();
    memory.gc(); // what cleaners let go of at the first one
    long direct =
        ManagementFactory.getPlatformMXBeans(
                connector.getMBeanServerConnection(), BufferPoolMXBean.class)
            .stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new State(memory.getHeapMemoryUsage().getUsed(), direct, threads.getThreadCount());
  }

  /**
   * How a server stands.
   *
   * @param heapBytes what lives on its heap
   * @param directBytes what its buffers outside the heap take
   * @param threads how many it has
   */
  record State(long heapBytes, long directBytes, int threads) {}

  @Override
  public void close() throws IOException {
    try {
      connector.close();
    } finally {
      process.destroy();
    }
  }
}
