/** The reports on plain Jersey, wired by constructors. */
@NullMarked
package org.asyncjob.examples.plain;

import org.jspecify.annotations.NullMarked;
