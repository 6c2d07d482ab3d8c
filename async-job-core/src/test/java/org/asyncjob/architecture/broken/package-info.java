/** Code that breaks every rule of the architecture, to show that the rules can fail. */
package org.asyncjob.architecture.broken;
