/** Talks to the server: uploads, follows a job, cancels it, finds its result. Knows nothing of the page. */

import { mp3Name, refusal } from "./words.js";

const CONTROLLER = new URL("mp4tomp3", document.baseURI);
const LONGEST_PAUSE = 15;
const ANSWER_WITHIN = 30_000;

/** The server said no; the message is for a person. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || refusal(status));
    this.status = status;
  }
}

/** No answer came at all. */
export class Unreachable extends Error {}

/**
 * Sends a file.
 *
 * @param onSent called with the number of bytes that have left
 * @param signal aborts the upload; the promise is then rejected with an AbortError
 * @return the job that the server made of it
 */
export function upload(file, options, onSent, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const url = new URL(CONTROLLER);
    url.search = new URLSearchParams({ filename: file.name, ...options });
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json, application/problem+json");
    request.setRequestHeader("Content-Type", "video/mp4");
    request.upload.addEventListener("progress", (event) => onSent(event.loaded));
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      const id = answer?.id ?? idIn(request.getResponseHeader("Location"));
      if (request.status === 202 && id) {
        resolve({ ...answer, id });
      } else {
        reject(new Refused(request.status, answer));
      }
    });
    request.addEventListener("error", () => unsent(file).then(reject));
    request.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/**
 * What becomes of a job: yields its document as often as the server asks for, until the job has ended.
 * A server that cannot be reached is asked again and again; the job is on the server, so nothing is lost.
 *
 * @param pause waits for so many seconds, or less
 * @param onSilence called with the number of questions in a row that nobody answered
 * @throws Refused if the server doesn't have the job, or doesn't show it to us
 */
export async function* follow(id, { pause, onSilence, signal }) {
  let unanswered = 0;
  while (!signal.aborted) {
    let seconds = Math.min(2 ** unanswered, LONGEST_PAUSE);
    try {
      const response = await ask(`${process(id)}?redirect=never`, {}, signal);
      const job = parsed(await response.text());
      if (response.ok && job?.status) {
        unanswered = 0;
        yield job;
        if (ended(job)) {
          return;
        }
        seconds = secondsIn(response.headers.get("Retry-After")) ?? secondsIn(job.poll_every) ?? 2;
      } else if (response.status >= 400 && response.status < 500 && response.status !== 429) {
        throw new Refused(response.status, job);
      } else {
        seconds = secondsIn(response.headers.get("Retry-After")) ?? seconds;
        onSilence(++unanswered);
      }
    } catch (trouble) {
      if (trouble instanceof Refused || signal.aborted) {
        throw trouble;
      }
      onSilence(++unanswered);
    }
    await pause(seconds);
  }
}

/** Whether nothing will happen to the job any more. */
export function ended(job) {
  return ["Succeeded", "Failed", "Canceled"].includes(job.status);
}

/**
 * Asks the server to stop a job, or to forget it if it has ended.
 *
 * @return whether the job is gone already
 */
export async function cancel(id) {
  const response = await ask(process(id), { method: "DELETE" });
  if (response.ok || response.status === 404 || response.status === 410) {
    return response.status !== 202;
  }
  throw new Refused(response.status, parsed(await response.text()));
}

/**
 * Where the result of a succeeded job is, what it's called and how large it is.
 *
 * @param source the name of the file it was made from, if known
 */
export async function resultOf(job, source) {
  const result = ours(job.resourceLocation ?? job.links?.result, `${process(job.id)}/result`);
  let name = source ? mp3Name(source) : "audio.mp3";
  let bytes;
  try {
    const response = await ask(result, { method: "HEAD", headers: { Accept: "*/*" } });
    name = fileNameIn(response.headers.get("Content-Disposition")) ?? name;
    bytes = Number(response.headers.get("Content-Length")) || undefined;
  } catch {
    // The name and the size are a courtesy; the links work without them.
  }
  return { href: `${result}/${encodeURIComponent(name)}`, name, bytes };
}

/** Reads "5 seconds" and "5". */
export function secondsIn(text) {
  const seconds = Number.parseInt(text, 10);
  return seconds > 0 ? seconds : undefined;
}

async function ask(url, options, signal) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_WITHIN);
  const giveUp = () => limit.abort();
  signal?.addEventListener("abort", giveUp);
  try {
    return await fetch(url, {
      cache: "no-store",
      headers: { Accept: "application/json, application/problem+json" },
      ...options,
      signal: limit.signal,
    });
  } catch {
    throw new Unreachable("The server doesn’t answer.");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

/** Built from the id and this page's own address, which works behind any proxy that shows this page. */
function process(id) {
  return `${CONTROLLER}/${encodeURIComponent(id)}`;
}

/** The address that the server names, unless it is one that this page may not use. */
function ours(named, otherwise) {
  const url = URL.canParse?.(named, document.baseURI) ? new URL(named, document.baseURI) : undefined;
  return url?.origin === location.origin ? url.href : otherwise;
}

function idIn(url) {
  return url?.split(/[?#]/)[0].split("/").pop();
}

function fileNameIn(disposition) {
  const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition ?? "");
  if (extended) {
    return decodeURIComponent(extended[1]);
  }
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition ?? "");
  return quoted?.[1].replace(/\\(.)/g, "$1");
}

/** Why an upload broke off: a file that has been moved or changed looks just like a lost connection. */
async function unsent(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return new Unreachable("The connection to the server was lost before the whole file had arrived.");
  } catch {
    return new Unreachable("The file has been moved or changed since you chose it. Choose it again.");
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
