/** The page: choose a file, watch it go up and be converted, listen, download. */

import { choice, choose, options, prepare } from "./choice.js";
import { Refused, cancel, ended, follow, resultOf, secondsIn, upload } from "./server.js";
import * as stages from "./stages.js";
import { at, say } from "./stages.js";
import { size } from "./words.js";

const JOB_IN_ADDRESS = /^#job=([\w.~-]+)$/;
const SILENCES_UNTIL_PATIENCE = 6;

/** What goes on at the moment; a new one replaces it and stops what it had under way. */
let now = work();

function work(file, name = file?.name) {
  return { file, name, control: new AbortController() };
}

function begin(next) {
  now.control.abort();
  now.wake?.();
  clearInterval(now.clock);
  stages.hush();
  keepInAddress(next.job);
  now = next;
  return next;
}

function startOver() {
  begin(work());
  stages.showStage("choose");
  choose(undefined);
  say("");
  at("file").focus();
}

// Uploading

async function send(file) {
  const mine = begin(work(file));
  mine.uploading = true;
  stages.showWork("Uploading", mine.name, "Upload");
  at("working-title").focus();
  const started = performance.now();
  const onSent = (bytes) => {
    const part = Math.min(bytes / file.size, 1);
    const rest = ((performance.now() - started) / 1000) * (1 / part - 1);
    stages.showProgress(100 * part);
    stages.showLeft(
      part < 1
        ? `${size(bytes)} of ${size(file.size)} · ${stages.about(rest)}`
        : "Waiting for the server…",
    );
  };
  try {
    const job = await upload(file, options(), onSent, mine.control.signal);
    mine.uploading = false;
    mine.job = job.id;
    remember(job.id, mine.name);
    keepInAddress(job.id);
    await watch(mine, job);
  } catch (trouble) {
    mine.uploading = false;
    const title = trouble instanceof Refused ? "The server refused the file" : "Upload failed";
    fail(mine, title, trouble.message, true);
  }
}

// Converting

async function watch(mine, first) {
  stages.showProgress(0);
  stages.showWork("Converting", mine.name, "Converting");
  if (first?.status) {
    showJob(mine, first);
  }
  mine.clock = setInterval(() => tick(mine), 1000);
  try {
    for await (const job of follow(mine.job, watcher(mine))) {
      if (now !== mine) {
        return;
      }
      stages.calm();
      showJob(mine, job);
      if (ended(job)) {
        await finish(mine, job);
      }
    }
  } catch (trouble) {
    if (trouble.status === 404 || trouble.status === 410) {
      const why = "The server doesn’t have it any more. Convert the file again.";
      fail(mine, "This conversion is gone", why, Boolean(mine.file));
    } else {
      fail(mine, "Conversion failed", trouble.message, Boolean(mine.file));
    }
  } finally {
    clearInterval(mine.clock);
  }
}

function watcher(mine) {
  return {
    signal: mine.control.signal,
    pause: (seconds) =>
      new Promise((resolve) => {
        mine.wake = resolve;
        setTimeout(resolve, seconds * 1000);
      }),
    onSilence: (times) => {
      mine.doneAt = undefined;
      tick(mine);
      stages.worry(
        times < SILENCES_UNTIL_PATIENCE
          ? "The server can’t be reached at the moment. Your conversion isn’t lost; trying again…"
          : "The server still doesn’t answer. This page keeps trying; you may also close it and " +
              "come back to its address later.",
      );
    },
  };
}

function showJob(mine, job) {
  const waits = job.status === "NotStarted";
  const doing = waits ? "Waiting for its turn" : "Converting";
  const title = job.cancel_requested ? "Cancelling" : doing;
  stages.showDoing(title, job.phase || title);
  stages.showProgress(job.progress ?? 0);
  const seconds = secondsIn(job.estimated_time_to_complete);
  const counts = seconds && !job.cancel_requested;
  mine.doneAt = counts ? performance.now() + seconds * 1000 : undefined;
  tick(mine);
}

function tick(mine) {
  stages.showLeft(mine.doneAt ? stages.about((mine.doneAt - performance.now()) / 1000) : "");
}

async function finish(mine, job) {
  if (job.status === "Canceled") {
    keepInAddress(undefined);
    stages.showFailure({
      title: "Conversion cancelled",
      why: "The server has stopped working on it.",
      file: mine.name,
      again: Boolean(mine.file),
      harmless: true,
    });
  } else if (job.status === "Failed") {
    const why = job.error || job.problem?.detail || "The server didn’t say why.";
    fail(mine, "Conversion failed", why, false);
  } else {
    const result = await resultOf(job, mine.name);
    if (now === mine) {
      stages.showResult(result, job.expires, job.warnings);
    }
  }
}

function fail(mine, title, why, again) {
  if (now === mine) {
    stages.showFailure({ title, why, file: mine.name, again });
  }
}

// Cancelling

async function stop() {
  const mine = now;
  if (mine.uploading) {
    startOver();
    choose(mine.file);
    say("The upload was cancelled.");
  } else if (mine.job && !mine.cancelling) {
    mine.cancelling = true;
    stages.showCancelling(true);
    try {
      if (await cancel(mine.job)) {
        begin(work(mine.file, mine.name));
        await finish(now, { status: "Canceled" });
      }
      mine.wake?.();
    } catch (trouble) {
      mine.cancelling = false;
      stages.showCancelling(false);
      stages.worry(`It could not be cancelled: ${trouble.message}`);
    }
  }
}

// What a reload must not lose: the job is in the address, the name of its file beside it

function keepInAddress(id) {
  history.replaceState(null, "", id ? `#job=${id}` : location.pathname + location.search);
}

function resume() {
  const id = JOB_IN_ADDRESS.exec(location.hash)?.[1];
  if (id && id !== now.job) {
    watch(begin({ ...work(undefined, remembered(id)), job: id }));
  }
}

function remember(id, name) {
  try {
    sessionStorage.setItem(`asyncjob.file.${id}`, name);
  } catch {
    // A browser that stores nothing shows the page without the name.
  }
}

function remembered(id) {
  try {
    return sessionStorage.getItem(`asyncjob.file.${id}`) ?? undefined;
  } catch {
    return undefined;
  }
}

// Beginning

prepare();
at("choose").addEventListener("submit", (event) => {
  event.preventDefault();
  const file = choice();
  if (file) {
    send(file);
  }
});
at("cancel").addEventListener("click", stop);
at("again").addEventListener("click", () => send(now.file));
for (const button of document.querySelectorAll(".another")) {
  button.addEventListener("click", startOver);
}
// Asks at once when there is news to expect, rather than when the pause is over.
window.addEventListener("online", () => now.wake?.());
document.addEventListener("visibilitychange", () => document.hidden || now.wake?.());
window.addEventListener("beforeunload", (event) => {
  if (now.uploading) {
    event.preventDefault();
  }
});
window.addEventListener("hashchange", resume);
resume();
