/**
 * Job stores in databases: {@link org.asyncjob.jdbc.JdbcJobStore} on SQLite, for one process, and
 * on PostgreSQL, for many.
 */
@NullMarked
package org.asyncjob.jdbc;

import org.jspecify.annotations.NullMarked;
