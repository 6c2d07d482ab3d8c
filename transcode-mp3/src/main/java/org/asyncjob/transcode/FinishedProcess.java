package org.asyncjob.transcode;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** A process that has ended, with what it wrote, for those who expect to read it themselves. */
final class FinishedProcess extends Process {

  private final int exitCode;
  private final InputStream output;

  FinishedProcess(int exitCode, byte[] output) {
    this.exitCode = exitCode;
    this.output = new ByteArrayInputStream(output);
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public int waitFor() {
    return exitCode;
  }

  @Override
  public int exitValue() {
    return exitCode;
  }

  @Override
  public void destroy() {}
}
