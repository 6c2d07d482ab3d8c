/** The first stage: which file, and how it should sound. */

import { at, say } from "./stages.js";
import { size, sizes } from "./words.js";

const MOST_BYTES =
  Number(document.querySelector("meta[name=asyncjob-max-bytes]").content) || Infinity;
const area = document.querySelector(".drop");

let chosen;

/** The chosen file, or nothing; then the page says what is missing. */
export function choice() {
  if (!chosen) {
    complain(at("wrong").textContent || "Choose an MP4 file first.");
    at("file").focus();
  }
  return chosen;
}

/** Takes a file, or none, or none with a complaint. */
export function choose(file, complaint) {
  chosen = complaint ? undefined : file;
  if (!chosen) {
    at("file").value = "";
  }
  at("chosen").textContent = chosen?.name ?? "Choose an MP4 file";
  at("hint").textContent = hint();
  area.classList.toggle("filled", Boolean(chosen));
  complain(complaint);
  if (chosen) {
    say(`${chosen.name}, ${size(chosen.size)}, is chosen.`);
  }
}

/** The options as the server calls them. */
export function options() {
  const quality = at("quality").value;
  const sound = quality.includes("=")
    ? Object.fromEntries(new URLSearchParams(quality))
    : { quality };
  const more = ["track", "from", "to", "loudness"]
    .map((name) => [name, at(name).value.trim()])
    .filter(([, value]) => value);
  return {
    ...sound,
    ...(at("mono").checked ? { mono: "true" } : {}),
    ...Object.fromEntries(more),
  };
}

/** Makes the stage work. */
export function prepare() {
  at("quality").append(at("fixed-bitrates").content);
  at("hint").textContent = hint();
  at("choose").noValidate = true;
  at("file").addEventListener("change", () => {
    const [file] = at("file").files;
    // A file dialogue that was cancelled empties the field in some browsers; the choice stays.
    if (file) {
      choose(file, complaintAbout(file));
    }
  });
  for (const kind of ["dragover", "dragleave"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      area.classList.toggle("over", kind === "dragover");
    });
  }
  // All of the page takes the drop: a file dropped beside the area would replace the page otherwise.
  document.addEventListener("drop", dropped);
}

function hint() {
  if (chosen) {
    return `${size(chosen.size)} – choose another`;
  }
  return `or drop it here${MOST_BYTES < Infinity ? ` – up to ${size(MOST_BYTES)}` : ""}`;
}

function dropped(event) {
  event.preventDefault();
  area.classList.remove("over");
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
  if (at("choose").hidden || items.length === 0) {
    return;
  }
  if (items.length > 1) {
    choose(undefined, "One file at a time, please.");
  } else if (items[0].webkitGetAsEntry?.()?.isDirectory) {
    choose(undefined, "That is a folder. Drop the MP4 file itself.");
  } else {
    const file = items[0].getAsFile();
    choose(file, complaintAbout(file));
  }
}

function complaintAbout(file) {
  if (file.size === 0) {
    return `${file.name} is empty.`;
  }
  if (file.size > MOST_BYTES) {
    const [its, most] = sizes(file.size, MOST_BYTES);
    return `${file.name} is too large: it has ${its}, and this server takes files up to ${most}.`;
  }
  return undefined;
}

function complain(complaint) {
  at("wrong").hidden = !complaint;
  at("wrong").textContent = complaint ?? "";
  if (complaint) {
    at("file").setAttribute("aria-invalid", "true");
    say(complaint);
  } else {
    at("file").removeAttribute("aria-invalid");
  }
}
