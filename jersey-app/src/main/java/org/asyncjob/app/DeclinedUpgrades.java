package org.asyncjob.app;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpEvents.IncomingHttpUpgradeEvent;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Lets a request with {@code Upgrade} have its body. Grizzly takes it that what follows such a
 * header is another protocol, and ignores Content-Length: the upload of a client that offers HTTP/2
 * (Java's HttpClient does so by default) would wait for its first byte until it times out. We speak
 * nothing but HTTP/1.1, so the offer is declined (RFC 9110, section 7.8) and the body is one.
 */
final class DeclinedUpgrades implements AddOn {

  @Override
  public void setup(NetworkListener listener, FilterChainBuilder filters) {
    filters.add(filters.indexOfType(HttpServerFilter.class) + 1, new BodyFilter());
  }

  private static final class BodyFilter extends BaseFilter {
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
      if (event instanceof IncomingHttpUpgradeEvent upgrade) {
        upgrade.getHttpHeader().setIgnoreContentModifiers(false);
      }
      return context.getInvokeAction();
    }
  }
}
