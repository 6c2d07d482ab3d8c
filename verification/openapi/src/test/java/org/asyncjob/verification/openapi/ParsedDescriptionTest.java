package org.asyncjob.verification.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A parser that nobody here wrote understands the OpenAPI description of the application. */
class ParsedDescriptionTest {

  private static final Path FILE =
      Path.of("../../jersey-app/src/main/resources/org/asyncjob/app/page/openapi.yaml");

  @Test
  void itIsUnderstoodWithoutAComplaint() throws Exception {
    SwaggerParseResult parsed = parse(Files.readString(FILE));

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
    assertThat(
            parsed.getOpenAPI().getPaths().values().stream()
                .flatMap(ParsedDescriptionTest::operations))
        .extracting(Operation::getOperationId)
        .contains("submit", "poll", "delete", "result", "download")
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsWrongIsComplainedAbout() throws Exception {
    String description = Files.readString(FILE);

    assertThat(
            parse(description.replace("operationId: poll\n", "operationName: poll\n"))
                .getMessages())
        .isNotEmpty();
    assertThat(parse(description.replace("      responses:\n", "      answers:\n")).getMessages())
        .isNotEmpty();
  }

  private static Stream<Operation> operations(PathItem path) {
    return path.readOperations().stream();
  }

  private static SwaggerParseResult parse(String description) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIV3Parser().readContents(description, null, options);
  }
}
