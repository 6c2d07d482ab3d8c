package org.asyncjob.app;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * Starts the application when its WAR is deployed and stops it when that goes: running conversions
 * get the grace period, then no process, thread or lock of them is left.
 */
public final class Mp4ToMp3Lifecycle implements ServletContextListener {

  private static final Logger LOG = LoggerFactory.getLogger(Mp4ToMp3Lifecycle.class);
  private static final String ATTRIBUTE = Mp4ToMp3.class.getName();

  /** For the server. */
  public Mp4ToMp3Lifecycle() {}

  /**
   * Starts the application with the settings of the environment, system properties or file.
   *
   * @throws StartException if it cannot start, which ends the deployment; the message tells the
   *     operator why and what to do
   */
  @Override
  public void contextInitialized(ServletContextEvent event) {
    Mp4ToMp3 app = Mp4ToMp3.start(settings(), ServletProxies::new);
    app.ffmpegReasons().forEach(reason -> LOG.info("{}", reason));
    event.getServletContext().setAttribute(ATTRIBUTE, app);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    if (context.getAttribute(ATTRIBUTE) instanceof Mp4ToMp3 app) {
      context.removeAttribute(ATTRIBUTE);
      app.close();
      forgetDrivers();
    }
  }

  /** The virtual machine would hold them, and with them all classes of this WAR. */
  private static void forgetDrivers() {
    ClassLoader ours = Mp4ToMp3Lifecycle.class.getClassLoader();
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == ours) {
        try {
          DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
          LOG.warn("the driver {} stays with the server", driver, e);
        }
      }
    }
  }

  /**
   * Returns the application that was started for this context.
   *
   * @throws StartException if there is none
   */
  static Mp4ToMp3 startedIn(ServletContext context) {
    if (context.getAttribute(ATTRIBUTE) instanceof Mp4ToMp3 app) {
      return app;
    }
    throw new StartException(
        "the service has not started in this web application: the server's log says why, at the"
            + " time of the deployment");
  }

  private static ServeOptions settings() {
    try {
      return ServeOptions.parse();
    } catch (ParameterException e) {
      throw new StartException("the service cannot start: " + e.getMessage(), e);
    }
  }
}
