package org.asyncjob.transcode.fetch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Turns links that people copy from Dropbox and Google Drive into those of the files. */
final class SharedLinks {

  private static final Set<String> DROPBOX = Set.of("dropbox.com", "www.dropbox.com");
  private static final Set<String> DRIVE = Set.of("drive.google.com", "docs.google.com");
  private static final String FOLDER =
      "The link leads to a folder of %s; share the file itself and send its link.";

  private SharedLinks() {}

  /**
   * Returns the link of the file, or the same link if it is of neither.
   *
   * @throws UnusableLinkException if it is the link of a folder
   */
  static HttpUrl direct(HttpUrl link) throws UnusableLinkException {
    if (DROPBOX.contains(link.host())) {
      return dropbox(link);
    }
    return DRIVE.contains(link.host()) ? drive(link) : link;
  }

  /** Who shows a page instead of the file, if that can be told by the link. */
  static Optional<String> service(HttpUrl link) {
    String host = link.host();
    if (DROPBOX.contains(host) || host.endsWith(".dropboxusercontent.com")) {
      return Optional.of("Dropbox");
    }
    return DRIVE.contains(host) || host.equals("drive.usercontent.google.com")
        ? Optional.of("Google Drive")
        : Optional.empty();
  }

  private static HttpUrl dropbox(HttpUrl link) throws UnusableLinkException {
    List<String> path = link.pathSegments();
    boolean isNew = path.size() > 2 && path.get(0).equals("scl");
    if (path.get(0).equals("sh") || (isNew && path.get(1).equals("fo"))) {
      // A file in a shared folder is named by a preview or a path behind the folder's name.
      if (link.queryParameter("preview") == null && path.size() < (isNew ? 5 : 4)) {
        throw new UnusableLinkException(FOLDER.formatted("Dropbox"));
      }
    }
    boolean isShared = path.get(0).equals("s") || path.get(0).equals("sh") || isNew;
    if (!isShared) {
      return link;
    }
    return link.newBuilder()
        .scheme("https")
        .port(HttpUrl.defaultPort("https"))
        .removeAllQueryParameters("raw")
        .setQueryParameter("dl", "1")
        .build();
  }

  private static HttpUrl drive(HttpUrl link) throws UnusableLinkException {
    List<String> path = link.pathSegments();
    if (path.contains("folders") || path.contains("folderview")) {
      throw new UnusableLinkException(FOLDER.formatted("Google Drive"));
    }
    String id = driveId(link);
    if (id == null) {
      return link;
    }
    HttpUrl.Builder direct =
        new HttpUrl.Builder()
            .scheme("https")
            .host("drive.usercontent.google.com")
            .addPathSegment("download")
            .addQueryParameter("id", id)
            .addQueryParameter("export", "download");
    String key = link.queryParameter("resourcekey");
    if (key != null) {
      direct.addQueryParameter("resourcekey", key);
    }
    return direct.build();
  }

  /**
   * From {@code /file/d/ID/view}, {@code /file/u/0/d/ID}, {@code /open?id=ID} or {@code /uc?id=ID}.
   */
  private static @Nullable String driveId(HttpUrl link) {
    List<String> path = link.pathSegments();
    if (path.get(0).equals("file")) {
      int before = path.indexOf("d");
      return before > 0 && before + 1 < path.size() && !path.get(before + 1).isEmpty()
          ? path.get(before + 1)
          : null;
    }
    boolean isOpen = path.get(0).equals("open") || path.get(0).equals("uc");
    return isOpen ? link.queryParameter("id") : null;
  }
}
