package org.asyncjob.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A drawing of how far off told times were, over how much of the work was done. */
final class EstimatesPlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int MARGIN = 50;
  private static final double HIGHEST = 0.6;
  private static final int FIRST_PERCENT = 2;
  private static final int LAST_PERCENT = 95;

  private final XMLStreamWriter xml;

  private EstimatesPlot(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** Writes an SVG file; for each machine a line for the median and an area for the middle half. */
  static void write(Path file, List<ToldTimes> idle, List<ToldTimes> busy)
      throws IOException, XMLStreamException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
      new EstimatesPlot(xml).draw(idle, busy);
      xml.close();
    }
  }

  private void draw(List<ToldTimes> idle, List<ToldTimes> busy) throws XMLStreamException {
    xml.writeStartElement("svg");
    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
    xml.writeAttribute("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT));
    xml.writeAttribute("font-family", "sans-serif");
    xml.writeAttribute("font-size", "12");
    shape("rect", "width", String.valueOf(WIDTH), "height", String.valueOf(HEIGHT), "fill", "#fff");
    for (int percent = -60; percent <= 60; percent += 20) {
      double error = percent / 100.0;
      line(FIRST_PERCENT, error, percent == 0 ? "#000" : "#ddd");
      text(4, y(error) + 4, "%+d %%".formatted(percent));
    }
    for (int percent = 10; percent <= 90; percent += 20) {
      text(x(percent) - 10, HEIGHT - MARGIN + 16, percent + " %");
    }
    text(
        MARGIN, 16, "time that was told, too long (+) or too short (−); medians and middle halves");
    text(WIDTH / 2.0 - 60, HEIGHT - 12, "of the work done");
    curve(idle, "#06c", "on an idle machine", 34);
    curve(busy, "#c60", "on a busy one", 50);
    xml.writeEndElement();
  }

  private void curve(List<ToldTimes> measured, String colour, String name, int height)
      throws XMLStreamException {
    String upper = points(measured, 0.75, false);
    String lower = points(measured, 0.25, true);
    shape("polygon", "points", upper + " " + lower, "fill", colour, "fill-opacity", "0.15");
    String median = points(measured, 0.5, false);
    shape("polyline", "points", median, "fill", "none", "stroke", colour, "stroke-width", "2");
    xml.writeStartElement("text");
    xml.writeAttribute("x", String.valueOf(WIDTH - 150));
    xml.writeAttribute("y", String.valueOf(height));
    xml.writeAttribute("fill", colour);
    xml.writeCharacters(name);
    xml.writeEndElement();
  }

  private static String points(List<ToldTimes> measured, double part, boolean backwards) {
    return IntStream.rangeClosed(FIRST_PERCENT, LAST_PERCENT)
        .map(percent -> backwards ? FIRST_PERCENT + LAST_PERCENT - percent : percent)
        .mapToObj(percent -> point(percent, quantile(measured, percent, part)))
        .collect(Collectors.joining(" "));
  }

  private static double quantile(List<ToldTimes> measured, int percent, double part) {
    List<Double> errors = measured.stream().map(told -> told.error(percent)).sorted().toList();
    return errors.get((int) (part * (errors.size() - 1)));
  }

  private static String point(int percent, double error) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(percent), y(error));
  }

  private static double x(int percent) {
    return MARGIN + (WIDTH - 2.0 * MARGIN) * percent / 100;
  }

  private static double y(double error) {
    double within = Math.max(-HIGHEST, Math.min(HIGHEST, error));
    return HEIGHT / 2.0 - within / HIGHEST * (HEIGHT / 2.0 - MARGIN);
  }

  private void line(int percent, double error, String colour) throws XMLStreamException {
    String points = point(percent, error) + " " + point(100, error);
    shape("polyline", "points", points, "stroke", colour);
  }

  private void text(double x, double y, String text) throws XMLStreamException {
    xml.writeStartElement("text");
    xml.writeAttribute("x", String.format(Locale.ROOT, "%.0f", x));
    xml.writeAttribute("y", String.format(Locale.ROOT, "%.0f", y));
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private void shape(String name, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(name);
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }
}
