// A page with [data-live] is asked for again while its work goes on, and that part alone is replaced: what a person typed or opened elsewhere stays.
const pause = Number(document.querySelector("[data-live]")?.dataset.live) * 1000;
const again = async () => {
  const now = document.querySelector("[data-live]");
  if (!now || document.hidden) return setTimeout(again, pause);
  let next = null;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live], [data-over]");
  } catch {
    // The server is away for a moment.
  }
  if (next) {
    const open = [...now.querySelectorAll("details")].map(one => one.open);
    next.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? one.open; });
    now.replaceWith(document.adoptNode(next));
  }
  if (document.querySelector("[data-live]")) setTimeout(again, pause);
};
if (pause) setTimeout(again, pause);
