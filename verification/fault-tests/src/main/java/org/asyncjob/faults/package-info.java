/**
 * Does to real servers what the world does to them, under load, and counts afterwards what was
 * lost.
 */
@NullMarked
package org.asyncjob.faults;

import org.jspecify.annotations.NullMarked;
