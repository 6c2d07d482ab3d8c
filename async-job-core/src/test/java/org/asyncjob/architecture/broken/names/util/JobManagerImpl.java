package org.asyncjob.architecture.broken.names.util;

/** A name that says nothing. */
public class JobManagerImpl {}
