package org.asyncjob.app;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.asyncjob.InputTooLargeException;
import org.asyncjob.jaxrs.AsyncJobFeature;
import org.asyncjob.jaxrs.JobResource;
import org.asyncjob.transcode.Mp3JobHandler;

/** Accepts MP4 files, or links of them, to be converted to MP3. */
@Path("mp4tomp3")
public final class Mp4ToMp3Resource extends JobResource {

  /** A link and some options: what is longer is no such thing, and would be held in memory. */
  private static final int LARGEST_ORDER = 64 * 1024;

  Mp4ToMp3Resource(AsyncJobFeature jobs) {
    super(jobs);
  }

  /** Takes the file as the body. */
  @POST
  @Consumes({"video/*", "audio/*", "application/mp4", MediaType.APPLICATION_OCTET_STREAM})
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> convert(InputStream body) throws IOException {
    return accept(upload(Mp3JobHandler.KIND, body));
  }

  /** Takes the file as the part {@code file} of a form. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> convert(List<EntityPart> form) throws IOException {
    return accept(upload(Mp3JobHandler.KIND, form));
  }

  /** Takes a link, the member {@code source} of a JSON object that may have options as well. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> convertLinked(InputStream body) throws IOException {
    byte[] json = body.readNBytes(LARGEST_ORDER + 1);
    if (json.length > LARGEST_ORDER) {
      throw new InputTooLargeException(LARGEST_ORDER);
    }
    return accept(json(Mp3JobHandler.KIND, new ByteArrayInputStream(json)));
  }
}
