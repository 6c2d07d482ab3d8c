package org.asyncjob.cli;

import java.util.List;
import java.util.Map;

/**
 * A result.
 *
 * @param facts what else is known about it, for {@code --json}
 * @param warnings what is wrong with it all the same, a sentence each; usually none
 */
record Made(Map<String, Object> facts, List<String> warnings) {}
