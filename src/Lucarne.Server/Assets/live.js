// A part of a page that is marked [data-live] names a stream of events. When something has happened the page is asked for again and its parts alone
// are replaced: what a person typed or opened elsewhere stays. A part with [data-whole] says that the whole page is new once the part is gone.
const quiet = 700;
const tryAgainAfter = 5000;

let stream = null;
let timer = null;
let pause = null;
let isTyped = false;
let isMissed = false;

const parts = (page, marks) => [...page.querySelectorAll(marks)];
const soon = (after = quiet) => { timer ??= setTimeout(renew, after); };

listen();
addEventListener("input", event => { isTyped ||= Boolean(event.target.form); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && isMissed) soon(); });

function listen() {
  const [first] = parts(document, "[data-live]");
  if (!first) return;
  stream = new EventSource(first.dataset.live);
  for (const name of ["ready", "change", "line", "end"]) stream.addEventListener(name, () => soon());
  stream.addEventListener("progress", event => move(JSON.parse(event.data)));
  stream.addEventListener("error", () => { if (stream.readyState === EventSource.CLOSED) setTimeout(listen, tryAgainAfter); });
  wait(first);
}

/** Some things change without an event, and are looked at from time to time. */
function wait(part) {
  clearTimeout(pause);
  if (part.dataset.pause) pause = setTimeout(() => soon(), part.dataset.pause * 1000);
}

/** How far a job is stands in the event itself. */
function move({ progress, text }) {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  place.querySelector("progress").value = progress;
  if (text) place.querySelector("span").textContent = text;
}

async function renew() {
  timer = null;
  isMissed = document.hidden;
  if (isMissed) return;
  const page = await ask();
  const now = parts(document, "[data-live]");
  if (!page || !now.length) return;
  const next = parts(page, "[data-live], [data-over]");
  if (next.length === now.length) now.forEach((part, place) => replace(part, next[place]));
  else if ("whole" in now[0].dataset) showWhole(now[0]);
  const [still] = parts(document, "[data-live]");
  if (still) wait(still);
  else stream.close();
}

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    return answer.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    // The server is away for a moment.
    return null;
  }
}

function replace(part, next) {
  const open = parts(part, "details").map(one => one.open);
  parts(next, "details").forEach((one, place) => { one.open = open[place] ?? one.open; });
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  const address = held?.getAttribute("href") ?? held?.form?.getAttribute("action");
  part.replaceWith(document.adoptNode(next));
  if (address) next.querySelector(`a[href="${CSS.escape(address)}"], form[action="${CSS.escape(address)}"] button`)?.focus();
}

function showWhole(part) {
  stream.close();
  delete part.dataset.live;
  if (!isTyped) return location.reload();
  part.querySelector("[role=status]:not([data-new])").hidden = true;
  part.querySelector("[data-new]").hidden = false;
}
