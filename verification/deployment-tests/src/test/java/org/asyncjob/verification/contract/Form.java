package org.asyncjob.verification.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A form as browsers send it. */
final class Form {

  private static final String BOUNDARY = "----boundary-of-a-form";

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  Form part(String name, String value) {
    return add("name=\"" + name + '"', value.getBytes(StandardCharsets.UTF_8));
  }

  Form file(String name, String filename, Path file) throws IOException {
    return add(
        "name=\"" + name + "\"; filename=\"" + filename + "\"\r\nContent-Type: video/mp4",
        Files.readAllBytes(file));
  }

  private Form add(String disposition, byte[] content) {
    parts.writeBytes(
        ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    parts.writeBytes(content);
    parts.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  BodyPublisher body() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(parts.toByteArray());
    all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return BodyPublishers.ofByteArray(all.toByteArray());
  }
}
