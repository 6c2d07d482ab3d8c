/** What the examples do behind HTTP: reports of how warm it was. */
@NullMarked
package org.asyncjob.examples.report;

import org.jspecify.annotations.NullMarked;
