package org.asyncjob.local;

/** A process that has an engine of its own, until its input ends. */
final class OtherProcess {

  private OtherProcess() {}

  public static void main(String[] arguments) throws Exception {
    TemporaryDirectory directory = TemporaryDirectory.create();
    System.out.println(directory.path());
    if (System.in.read() < 0) {
      Runtime.getRuntime().halt(1);
    }
  }
}
