// The picture of a study: heat map opacity, brightness and contrast, zoom to the pointer, pan; all of it also with the keyboard.
const viewer = document.querySelector("[data-viewer]");
if (viewer) {
  const stage = viewer.querySelector(".stage");
  const layers = viewer.querySelector(".layers");
  const picture = viewer.querySelector(".picture");
  const map = viewer.querySelector(".map");
  const at = name => viewer.querySelector(`[name=${name}]`);
  const place = { x: 0, y: 0, scale: 1 };

  const paint = () => {
    layers.style.transform = `translate(${place.x}px, ${place.y}px) scale(${place.scale})`;
    picture.style.filter = `brightness(${at("brightness").value / 100}) contrast(${at("contrast").value / 100})`;
    if (map) map.style.opacity = at("opacity").value / 100;
  };
  const zoom = (factor, x, y) => {
    const scale = Math.min(12, Math.max(1, place.scale * factor));
    place.x = x - (x - place.x) * scale / place.scale;
    place.y = y - (y - place.y) * scale / place.scale;
    place.scale = scale;
    if (scale === 1) place.x = place.y = 0;
    paint();
  };
  const middle = () => [stage.clientWidth / 2, stage.clientHeight / 2];

  stage.addEventListener("wheel", event => {
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  stage.addEventListener("pointerdown", event => stage.setPointerCapture(event.pointerId));
  stage.addEventListener("pointermove", event => {
    if (!stage.hasPointerCapture(event.pointerId)) return;
    place.x += event.movementX;
    place.y += event.movementY;
    paint();
  });
  stage.addEventListener("keydown", event => {
    const step = 40;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.key === "+" || event.key === "=") zoom(1.25, ...middle());
    else if (event.key === "-") zoom(0.8, ...middle());
    else if (event.key === "0") reset();
    else if (event.key === "h" && map) { at("opacity").value = at("opacity").value > 0 ? 0 : 45; paint(); }
    else if (moves[event.key]) { place.x += moves[event.key][0]; place.y += moves[event.key][1]; paint(); }
    else return;
    event.preventDefault();
  });
  const reset = () => {
    Object.assign(place, { x: 0, y: 0, scale: 1 });
    at("brightness").value = at("contrast").value = 100;
    paint();
  };
  viewer.querySelector("[data-reset]").addEventListener("click", reset);
  viewer.querySelectorAll("input[type=range]").forEach(slider => slider.addEventListener("input", paint));
  paint();
}

// Correcting asks for the right class; agreeing does not.
for (const form of document.querySelectorAll("form[data-verdict]")) {
  const right = form.querySelector("[data-right]");
  const show = () => { if (right) right.hidden = form.querySelector("[name=kind]:checked")?.value !== "corrects"; };
  form.addEventListener("change", show);
  show();
}
