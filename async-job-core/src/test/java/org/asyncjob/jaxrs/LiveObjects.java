package org.asyncjob.jaxrs;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects are left after a garbage collection, as {@code jcmd} would say. */
final class LiveObjects {

  private static final Pattern ROW = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");

  private LiveObjects() {}

  /** Counts those of the classes whose names match. */
  static int count(Pattern classes) throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    int live = 0;
    Matcher row = ROW.matcher(histogram);
    while (row.find()) {
      if (classes.matcher(row.group(2)).matches()) {
        live += Integer.parseInt(row.group(1));
      }
    }
    return live;
  }
}
