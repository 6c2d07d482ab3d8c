package org.asyncjob.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the test of the contract that fails for what a deliberately broken implementation does. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface CaughtBy {

  /** The nested class and the method, e.g. {@code Insert.aNewJobIsFoundAsItWas}. */
  String value();
}
