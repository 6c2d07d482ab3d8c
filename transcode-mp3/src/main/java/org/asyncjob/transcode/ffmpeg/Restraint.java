package org.asyncjob.transcode.ffmpeg;

/** What a machine can do to a process so that a stranger's file gets nowhere with it. */
public enum Restraint {

  /** It is stopped when it has used so much processor time. */
  CPU_TIME("processor time is limited", "ulimit -S -t 100 && ulimit -H -t 105"),

  /** It gets no more memory than so much. Linux only: others take the setting and ignore it. */
  MEMORY("memory is limited", "test \"$(uname)\" = Linux && ulimit -d 1000000"),

  /** It cannot write files, not even a core dump: what it makes goes through our pipe. */
  NO_FILES("no files can be written", "ulimit -c 0 && ulimit -f 0"),

  /** It has a session and a process group of its own, so that signals of a terminal miss it. */
  OWN_SESSION("it has a session of its own", "setsid true"),

  /** The system kills it when the process that has started it is gone. Linux only. */
  DIES_WITH_US(
      "it ends with this process, even if that is killed", "setpriv --pdeathsig KILL true");

  private final String meaning;
  private final String trial;

  Restraint(String meaning, String trial) {
    this.meaning = meaning;
    this.trial = trial;
  }

  /** What it comes to, as part of a sentence. */
  String meaning() {
    return meaning;
  }

  /** A shell command that succeeds where this is possible. */
  String trial() {
    return trial;
  }
}
