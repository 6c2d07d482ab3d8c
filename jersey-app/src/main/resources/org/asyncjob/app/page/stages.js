/** The four stages of the page, of which one is to be seen, and the line that screen readers are told. */

import { duration, size } from "./words.js";

const TITLE = document.title;
const STAGES = ["choose", "working", "done", "failed"];

export const at = (id) => document.getElementById(id);

/** Tells people who don't see the page. */
export function say(news) {
  at("news").textContent = news;
}

export function showStage(stage, title) {
  STAGES.forEach((id) => (at(id).hidden = id !== stage));
  document.title = title ? `${title} – ${TITLE}` : TITLE;
}

// Working

export function showWork(title, file, label) {
  if (at("working").hidden) {
    showProgress(0);
  }
  showStage("working");
  at("working-title").textContent = title;
  at("working-file").textContent = file ?? "";
  at("bar-label").textContent = label;
  showCancelling(false);
  showLeft("");
  calm();
}

/** Says what is being done; a change is news. */
export function showDoing(title, label) {
  at("bar-label").textContent = label;
  if (at("working-title").textContent !== title) {
    at("working-title").textContent = title;
    say(`${title}.`);
  }
}

export function showProgress(percent) {
  const whole = Math.floor(percent);
  const before = at("bar").value;
  const doing = at("working-title").textContent;
  at("bar").value = whole;
  at("percent").textContent = `${whole}%`;
  document.title = `${whole}% ${doing.toLowerCase()} – ${TITLE}`;
  if (Math.floor(whole / 25) > Math.floor(before / 25)) {
    say(`${doing}: ${whole} percent.`);
  }
}

export function showLeft(words) {
  at("left").textContent = words;
}

export function about(seconds) {
  return `About ${duration(seconds)} left`;
}

export function showCancelling(yes) {
  at("cancel").setAttribute("aria-disabled", String(yes));
  at("cancel").textContent = yes ? "Cancelling…" : "Cancel";
}

/** Says what is in the way while the work goes on. */
export function worry(words) {
  if (at("trouble").textContent !== words) {
    at("trouble").textContent = words;
    at("trouble").hidden = false;
    say(words);
  }
}

export function calm() {
  at("trouble").hidden = true;
  at("trouble").textContent = "";
}

// How it ended

/** @param again whether trying again makes sense */
export function showFailure({ title, why, file, again, harmless = false }) {
  at("failed-title").textContent = title;
  at("failed-file").textContent = file ?? "";
  at("why").textContent = why;
  at("again").hidden = !again;
  at("failed-badge").classList.toggle("bad", !harmless);
  end("failed", title);
}

/** @param flaws what is wrong with it all the same, a sentence each */
export function showResult({ href, name, bytes }, expires, flaws = []) {
  at("flaws").textContent = flaws.join(" ");
  at("flaws").hidden = flaws.length === 0;
  at("done-file").textContent = bytes ? `${name} – ${size(bytes)}` : name;
  at("player").src = href;
  at("player").setAttribute("aria-label", `Listen to ${name}`);
  at("download").href = href;
  at("download").download = name;
  const until = new Date(expires ?? NaN);
  const known = !Number.isNaN(until.getTime());
  at("kept").hidden = !known;
  if (known) {
    const when = until.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    at("kept").textContent = `The server keeps it until ${when}.`;
  }
  end("done", at("done-title").textContent);
}

export function hush() {
  at("player").pause();
  at("player").removeAttribute("src");
}

function end(stage, title) {
  showStage(stage, title);
  at(`${stage}-title`).focus();
  say("");
}
