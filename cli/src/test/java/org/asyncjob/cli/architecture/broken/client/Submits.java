package org.asyncjob.cli.architecture.broken.client;

import picocli.CommandLine.Command;

/** A client that knows the command line. */
@Command(name = "submit")
public final class Submits {}
