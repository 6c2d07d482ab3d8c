package org.asyncjob.transcode.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.SocketFactory;
import org.asyncjob.transcode.guard.OutboundGuard;

/**
 * Makes sockets that ask the guard about the address which they are about to dial, however that was
 * found. They know no proxies, also not those of system properties.
 */
final class GuardedSockets extends SocketFactory {

  private final OutboundGuard guard;

  GuardedSockets(OutboundGuard guard) {
    this.guard = guard;
  }

  @Override
  public Socket createSocket() {
    return new GuardedSocket(guard);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("only sockets that are not connected yet are made");
  }

  private static final class GuardedSocket extends Socket {

    private final OutboundGuard guard;

    GuardedSocket(OutboundGuard guard) {
      super(Proxy.NO_PROXY);
      this.guard = guard;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress dialled) || dialled.isUnresolved()) {
        throw new RefusedAddressException(String.valueOf(endpoint), "not an IP address", true);
      }
      String host = dialled.getHostString();
      Optional<String> objection = guard.objection(host, dialled.getAddress(), dialled.getPort());
      if (objection.isPresent()) {
        boolean ofName = !host.equals(dialled.getAddress().getHostAddress());
        throw new RefusedAddressException(String.valueOf(dialled), objection.get(), ofName);
      }
      super.connect(endpoint, timeout);
    }
  }
}
