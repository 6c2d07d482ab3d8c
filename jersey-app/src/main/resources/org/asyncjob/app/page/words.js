/** How sizes, times and refusals are said. */

const number = new Intl.NumberFormat("en");

/** A size as people say it, in units of 1024 as the server counts its limit. */
export function size(bytes) {
  if (bytes < 1024) {
    return plural(bytes, "byte");
  }
  const [unit, value] = bytes < 1024 * 1024 ? ["KB", bytes / 1024] : ["MB", bytes / (1024 * 1024)];
  return `${number.format(Number(value.toFixed(value < 100 ? 1 : 0)))} ${unit}`;
}

/** Two sizes that can be told apart: to the byte where rounding would make them look the same. */
export function sizes(first, second) {
  return size(first) === size(second)
    ? [`${number.format(first)} bytes`, `${number.format(second)} bytes`]
    : [size(first), size(second)];
}

/** A number of seconds as a person would say it. */
export function duration(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) {
    return plural(whole, "second");
  }
  if (whole < 600) {
    const rest = whole % 60;
    return `${Math.floor(whole / 60)} min${rest ? ` ${rest} s` : ""}`;
  }
  const minutes = Math.round(whole / 60);
  if (minutes < 60) {
    return plural(minutes, "minute");
  }
  const rest = minutes % 60;
  return `${plural(Math.floor(minutes / 60), "hour")}${rest ? ` ${plural(rest, "minute")}` : ""}`;
}

/** The name that the MP3 made from a file of this name is given. */
export function mp3Name(name) {
  return `${name.replace(/\.[^.]*$/, "") || "audio"}.mp3`;
}

/** What a refusal by the server means, where it doesn't say so itself. */
export function refusal(status) {
  switch (status) {
    case 401:
    case 403:
      return "This server doesn’t take files from you.";
    case 413:
      return "The file is too large for this server.";
    case 415:
      return "The server doesn’t take files of this kind.";
    case 429:
      return "That was too much at once. Wait a moment, then try again.";
    case 503:
      return "The server is busy. Wait a moment, then try again.";
    case 507:
      return "The server has no room for the file at the moment.";
    default:
      return `The server could not take the file (it answered ${status}).`;
  }
}

function plural(count, unit) {
  return `${number.format(count)} ${unit}${count === 1 ? "" : "s"}`;
}
