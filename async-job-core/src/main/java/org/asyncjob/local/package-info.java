/**
 * {@link org.asyncjob.local.LocalEngine}: the shipped parts put together, for those who want to
 * begin with none of their own.
 */
@NullMarked
package org.asyncjob.local;

import org.jspecify.annotations.NullMarked;
