package org.asyncjob.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asyncjob.app.ServedApp;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** Somebody with a browser on the page. */
final class Visit implements AutoCloseable {

  private static final Set<String> ENDS =
      Set.of(
          "Conversion successful",
          "Conversion failed",
          "Conversion cancelled",
          "This conversion is gone",
          "The server refused the file",
          "Upload failed");
  private static final Pattern REQUESTED =
      Pattern.compile(
          "\"method\":\"Network.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"(.*?)\"");

  private final ServedApp app;
  private final Browser browser;

  private Visit(ServedApp app, Browser browser) {
    this.app = app;
    this.browser = browser;
  }

  /** Opens the page. */
  static Visit to(ServedApp app, Path directory, Look look) {
    Visit visit = new Visit(app, Browser.start(directory, look));
    visit.open(app.base());
    return visit;
  }

  Browser browser() {
    return browser;
  }

  void open(URI address) {
    browser.driver().get(address.toString());
  }

  // What a person does

  void choose(Path file) {
    find("file").sendKeys(file.toString());
  }

  void convert() {
    browser.driver().findElement(By.cssSelector("#choose [type=submit]")).click();
  }

  void press(String name) {
    Stream.of("button", "a.button")
        .flatMap(kind -> browser.driver().findElements(By.cssSelector(kind)).stream())
        .filter(button -> button.isDisplayed() && button.getText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button \"" + name + "\" on:\n" + text()))
        .click();
  }

  // What a person sees

  WebElement find(String id) {
    return browser.driver().findElement(By.id(id));
  }

  /** The visible heading of the stage; empty while a file is being chosen. */
  String heading() {
    return browser.driver().findElements(By.cssSelector("section h1, section h2")).stream()
        .filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .findFirst()
        .orElse("");
  }

  String text() {
    return browser.driver().findElement(By.tagName("main")).getText();
  }

  /** All that the browser shows, once it shows this; the page may be on its way to another. */
  String textWith(String part) {
    return await()
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> browser.driver().findElement(By.tagName("body")).getText(),
            text -> text.contains(part));
  }

  int percent() {
    return (int) Double.parseDouble(find("bar").getDomProperty("value"));
  }

  boolean canChoose() {
    return find("choose").isDisplayed();
  }

  String address() {
    return browser.driver().getCurrentUrl();
  }

  /** What screen readers were told last. */
  String news() {
    return find("news").getDomProperty("textContent");
  }

  /** The id of the element that has the focus. */
  String focus() {
    return browser.driver().switchTo().activeElement().getDomProperty("id");
  }

  /** Waits until this is the heading; not any longer if it came to another end. */
  void waitFor(String heading) {
    String reached =
        await()
            .pollInterval(Duration.ofMillis(50))
            .ignoreException(StaleElementReferenceException.class) // it went on to another page
            .until(this::heading, now -> now.equals(heading) || ENDS.contains(now));
    assertThat(reached).as(this::text).isEqualTo(heading);
  }

  // What must hold at every stage

  /** Takes a picture, and checks what holds for all that can be seen. */
  void presentable(String stage) {
    browser.screenshot(stage);
    assertThat(browser.accessibilityViolations()).as("axe-core on " + stage).isEmpty();
    assertThat(browser.scrollsSideways()).as(stage + " sticks out to the right").isFalse();
  }

  /** Looks at the stage in every size and colour scheme, then goes back to where it was. */
  void presentableInEveryLook(String stage) {
    Look before = browser.look();
    for (Look look : Look.values()) {
      browser.show(look);
      presentable(stage);
    }
    browser.show(before);
  }

  /** Every address that the browser has asked others for since the last question. */
  List<String> requests() {
    return browser.networkEvents().stream()
        .map(REQUESTED::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .filter(url -> !url.startsWith("chrome:") && !url.startsWith("data:"))
        .toList();
  }

  /** Nothing was fetched from elsewhere, and the browser has not complained of anything. */
  void stayedAtHomeWithoutComplaint() {
    assertThat(requests()).isNotEmpty().allMatch(url -> url.startsWith(app.base().toString()));
    assertThat(browser.complaints()).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
  }
}
