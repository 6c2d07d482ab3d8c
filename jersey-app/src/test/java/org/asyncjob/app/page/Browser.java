package org.asyncjob.app.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.asyncjob.verification.tools.SystemTool;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium with an empty profile. What it downloads goes to {@link #downloads()}. */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;
  private final Path downloads;
  private Look look;

  private Browser(ChromeDriver driver, Path downloads, Look look) {
    this.driver = driver;
    this.downloads = downloads;
    this.look = look;
  }

  /**
   * Starts a browser.
   *
   * @param directory an empty one, for the profile and the downloads
   */
  static Browser start(Path directory, Look look) {
    Path downloads = directory.resolve("downloads");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(SystemTool.CHROMIUM.path().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--mute-audio",
        "--lang=en-GB",
        "--user-data-dir=" + directory.resolve("profile"));
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            downloads.toString(),
            "download.prompt_for_download",
            false));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(SystemTool.CHROMEDRIVER.path().toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options), downloads, look);
    browser.show(look);
    return browser;
  }

  ChromeDriver driver() {
    return driver;
  }

  Path downloads() {
    return downloads;
  }

  Look look() {
    return look;
  }

  /** Runs a script in the page. */
  Object run(String script) {
    return driver.executeScript(script);
  }

  /** Drags files from outside of the browser to a place in the window, and lets go. */
  void drop(int x, int y, Path... files) {
    Map<String, Object> data =
        Map.of(
            "items",
            List.of(),
            "files",
            Stream.of(files).map(Path::toString).toList(),
            "dragOperationsMask",
            1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      driver.executeCdpCommand(
          "Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
    }
  }

  /** Changes the size of the window and the preferred colours. */
  void show(Look next) {
    look = next;
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            look.width(),
            "height",
            look.height(),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", look.colours()),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Lets uploads crawl at so many bytes a second. */
  void slowUploads(int bytesPerSecond) {
    network(false, bytesPerSecond);
  }

  /** Pulls the plug. */
  void goOffline() {
    network(true, -1);
  }

  /** Puts the plug back; uploads are as fast as they can be. */
  void goOnline() {
    network(false, -1);
  }

  private void network(boolean offline, int upload) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            offline,
            "latency",
            0,
            "downloadThroughput",
            -1,
            "uploadThroughput",
            upload));
  }

  /** Writes what is to be seen to a file in {@code target/screenshots}. */
  void screenshot(String stage) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve(look + "-" + stage + ".png"),
          driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core finds wrong with the page as it is now: rule, element, reason. */
  List<?> accessibilityViolations() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ["violations"] }).then(
              (result) => done(result.violations.flatMap((violation) => violation.nodes.map(
                  (node) => `${violation.id}: ${node.html}: ${node.failureSummary}`))),
              (error) => done([`axe-core failed: ${error}`]));
            """);
    return (List<?>) Objects.requireNonNull(found);
  }

  /** Whether anything sticks out to the right of the window. */
  boolean scrollsSideways() {
    return Boolean.TRUE.equals(
        driver.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  /** Errors and warnings on the console since the last question. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Every event of the browser's network since the last question, as DevTools tell them. */
  List<String> networkEvents() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> message.contains("\"Network."))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
