// The map of visual profiles: whoever points at a picture, or goes to it with the arrow keys, sees it.
const map = document.querySelector("[data-map]");
if (map) {
  const cloud = map.querySelector(".cloud");
  const card = map.querySelector("[data-shown]");
  const picture = card.querySelector("[data-picture]");
  const visible = () => [...cloud.querySelectorAll(map.querySelector("[value=profile]").checked ? ".by-profile circle" : ".by-class circle")];
  let at = -1;
  const show = circle => {
    cloud.querySelectorAll(".at").forEach(one => one.classList.remove("at"));
    cloud.querySelectorAll(`[data-point="${circle.dataset.point}"]`).forEach(one => one.classList.add("at"));
    at = visible().indexOf(circle);
    card.hidden = false;
    for (const said of card.querySelectorAll("[data-said]")) said.textContent = circle.dataset[said.dataset.said];
    picture.alt = circle.dataset.class;
    picture.hidden = false;
    picture.src = map.dataset.map + circle.dataset.point;
  };
  picture.addEventListener("error", () => { picture.hidden = true; });
  cloud.addEventListener("pointerover", event => { if (event.target.dataset?.point) show(event.target); });
  cloud.addEventListener("click", event => { if (event.target.dataset?.point) show(event.target); });
  cloud.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = visible();
    show(all[Math.min(all.length - 1, Math.max(0, at + step))]);
    event.preventDefault();
  });
}
