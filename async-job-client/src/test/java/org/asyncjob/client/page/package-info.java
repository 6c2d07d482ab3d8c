/** The code of docs/client.md; outside of the client's package, as its readers are. */
@NullMarked
package org.asyncjob.client.page;

import org.jspecify.annotations.NullMarked;
