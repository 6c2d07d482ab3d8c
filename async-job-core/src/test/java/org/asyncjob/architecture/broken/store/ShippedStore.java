package org.asyncjob.architecture.broken.store;

/** Stands for a shipped store. */
public class ShippedStore {}
