package org.asyncjob.verification.patience;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test that waits for a condition wait a minute before it fails: browsers, converters
 * and servers of their own processes are slow to start on a machine that is busy. JUnit finds it by
 * itself in each module that depends on this one.
 */
public final class PatientAwaiting implements BeforeAllCallback {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}
