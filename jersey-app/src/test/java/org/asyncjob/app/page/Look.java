package org.asyncjob.app.page;

import java.util.Locale;

/** What the page is looked at with: the size of the window and the person's preferred colours. */
enum Look {
  DESKTOP_LIGHT(1280, 900, "light"),
  DESKTOP_DARK(1280, 900, "dark"),
  PHONE_LIGHT(360, 800, "light"),
  PHONE_DARK(360, 800, "dark");

  private final int width;
  private final int height;
  private final String colours;

  Look(int width, int height, String colours) {
    this.width = width;
    this.height = height;
    this.colours = colours;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  String colours() {
    return colours;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
