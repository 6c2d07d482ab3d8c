package org.asyncjob.transcode.fetch;

/** A link that need not be tried; the message is a sentence for whoever has sent it. */
final class UnusableLinkException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableLinkException(String sentence) {
    super(sentence);
  }
}
