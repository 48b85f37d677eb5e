// The volume of a study in NiiVue: three planes with one crosshair, windows, zoom, and the drawn structures over it, each on or off.
import { Niivue, NVImage, SLICE_TYPE, SHOW_RENDER, DRAG_MODE } from "/assets/niivue.js";

// Level ± half the width, in Hounsfield units.
const windows = { lung: [-1350, 150], soft: [-160, 240], bone: [-500, 1300] };
const planes = { axial: SLICE_TYPE.AXIAL, coronal: SLICE_TYPE.CORONAL, sagittal: SLICE_TYPE.SAGITTAL };
// The plane that is read most is the largest: left, top, width, height.
const together = [
  { sliceType: SLICE_TYPE.AXIAL, position: [0, 0, 0.63, 1] },
  { sliceType: SLICE_TYPE.CORONAL, position: [0.63, 0, 0.37, 0.5] },
  { sliceType: SLICE_TYPE.SAGITTAL, position: [0.63, 0.5, 0.37, 0.5] },
];
const mostZoom = 12;
const sideGap = 14;

// The scan is layer 0, the structures over it layer 1. NiiVue's own update would send both to the graphics card again, for what changed in one.
const redraw = (nv, layer) => { nv.refreshLayers(nv.volumes[layer], layer); nv.drawScene(); };

const viewer = document.querySelector("[data-volume]");
if (viewer) show(viewer).catch(error => {
  viewer.dataset.state = "failed";
  viewer.querySelector("[data-failed]").hidden = false;
  console.error(error);
});

async function show(viewer) {
  const canvas = viewer.querySelector("canvas");
  const nv = new Niivue({
    // As radiologists look: the patient's right is on the left of the screen.
    isRadiologicalConvention: true, isOrientationTextVisible: false, multiplanarShowRender: SHOW_RENDER.NEVER,
    crosshairColor: [0.47, 0.76, 0.93, 0.8], crosshairWidth: 1.5, crosshairWidthUnit: "mm", crosshairGap: 6, fontColor: [1, 1, 1, 1], backColor: [0, 0, 0, 1], dragMode: DRAG_MODE.windowing,
    dragAndDropEnabled: false, viewModeHotKey: "", clipPlaneHotKey: "", cycleClipPlaneHotKey: "", loadingText: "", logLevel: "error", isAntiAlias: true,
  });
  await nv.attachToCanvas(canvas);
  const [low, high] = windows.soft;
  await nv.loadVolumes([{ url: viewer.dataset.volume, name: "scan.nii.gz", colormap: "gray", cal_min: low, cal_max: high }]);
  const structures = viewer.dataset.labels ? await Structures.load(nv, viewer) : null;
  nv.onLocationChange = place => tell(viewer, nv, structures, place);
  nv.createOnLocationChange();
  steer(viewer, nv, structures);
  viewer.querySelector(".preview")?.remove();
  nameSides(viewer, nv);
  viewer.dataset.shown = nv.volumes.length;
  viewer.dataset.state = "ready";
  viewer.dispatchEvent(new CustomEvent("volume-ready", { detail: { nv, structures } }));
}

/** The label map over the scan. What a margin hides of an organ comes to light when the margin is put out. */
class Structures {
  static async load(nv, viewer) {
    const rows = [...document.querySelectorAll("[data-structure]")];
    const labels = await NVImage.loadFromUrl({ url: viewer.dataset.labels, name: "labels.nii.gz" });
    const beneath = viewer.dataset.beneath ? await NVImage.loadFromUrl({ url: viewer.dataset.beneath, name: "beneath.nii.gz" }) : null;
    const structures = new Structures(nv, rows, labels, beneath);
    labels.setColormapLabel(structures.colours());
    nv.addVolume(labels);
    nv.setOpacity(1, 0.45);
    return structures;
  }

  constructor(nv, rows, overlay, beneath) {
    Object.assign(this, { nv, rows, overlay, drawn: overlay.img.slice(), beneath: beneath?.img });
    this.names = new Map(rows.map(row => [Number(row.dataset.value), row.dataset.label]));
  }

  colours() {
    const values = [0, ...this.rows.map(row => Number(row.dataset.value))];
    const part = at => [0, ...this.rows.map(row => parseInt(row.dataset.colour.slice(at, at + 2), 16))];
    return { R: part(1), G: part(3), B: part(5), A: values.map(value => value ? 255 : 0), I: values, labels: values.map(value => this.names.get(value) ?? "") };
  }

  showAll() {
    for (const row of this.rows) row.querySelector("input").checked = true;
    this.paint();
  }

  paint() {
    const isOn = new Array(256).fill(false);
    for (const row of this.rows) isOn[row.dataset.value] = row.querySelector("input").checked;
    const { drawn, beneath } = this, shown = this.overlay.img;
    for (let v = 0; v < drawn.length; v++) {
      const label = drawn[v];
      shown[v] = label === 0 || isOn[label] ? label : beneath && isOn[beneath[v]] ? beneath[v] : 0;
    }
    redraw(this.nv, 1);
  }
}

/** Letters at the edges of each plane, in the reader's language, which NiiVue's own are not. What is where is asked of what is shown. */
function nameSides(viewer, nv) {
  const stage = viewer.querySelector(".stage"), canvas = stage.querySelector("canvas");
  const [right, left, front, back, head, feet] = viewer.dataset.sides.split(" ");
  // NiiVue's millimetres are RAS: they grow to the right, the front and the head.
  const named = [[right, left], [front, back], [head, feet]];
  const letterOf = (from, to) => {
    const spots = [from, to].map(place => nv.canvasPos2frac(place));
    // Beside the scan there is no place, and no letter is better than a wrong one.
    if (spots.some(spot => spot[0] < 0)) return "";
    const [start, end] = spots.map(spot => nv.frac2mm(spot));
    const way = [0, 1, 2].map(axis => end[axis] - start[axis]);
    const axis = [0, 1, 2].reduce((most, one) => Math.abs(way[one]) > Math.abs(way[most]) ? one : most);
    return named[axis][way[axis] > 0 ? 0 : 1];
  };
  const known = new Map();
  const place = () => {
    stage.querySelectorAll(".side").forEach(letter => letter.remove());
    const perPixel = canvas.width / canvas.clientWidth;
    for (const { axCorSag, leftTopWidthHeight: [x, y, width, height] } of nv.screenSlices) {
      const [cx, cy] = [x + width / 2, y + height / 2], [dx, dy] = [width / 40, height / 40], gap = sideGap * perPixel;
      const edges = [[x + gap, cy, -dx, 0], [x + width - gap, cy, dx, 0], [cx, y + gap, 0, -dy], [cx, y + height - gap, 0, dy]];
      // A plane stays as it lies, however far it is zoomed and moved.
      if (!known.has(axCorSag)) {
        const letters = edges.map(([, , toX, toY]) => letterOf([cx, cy], [cx + toX, cy + toY]));
        if (letters.every(Boolean)) known.set(axCorSag, letters);
      }
      for (const [edge, [left, top]] of edges.entries()) {
        const letter = document.createElement("span");
        letter.className = "side";
        letter.ariaHidden = "true";
        letter.textContent = known.get(axCorSag)?.[edge] ?? "";
        Object.assign(letter.style, { left: `${canvas.offsetLeft + left / perPixel}px`, top: `${canvas.offsetTop + top / perPixel}px` });
        stage.append(letter);
      }
    }
  };
  // NiiVue lays the planes out anew while it draws.
  const draw = nv.drawScene.bind(nv);
  let laidOut = "";
  nv.drawScene = () => {
    const drawn = draw();
    const now = JSON.stringify(nv.screenSlices.map(one => [one.axCorSag, one.leftTopWidthHeight])) + canvas.clientWidth;
    if (now !== laidOut) [laidOut] = [now, place()];
    return drawn;
  };
  nv.drawScene();
}

function tell(viewer, nv, structures, place) {
  const { values, vox } = place;
  const words = viewer.dataset;
  const found = structures && values[1] ? structures.names.get(Math.round(values[1].value)) : null;
  const parts = [`${words.slice} ${vox[2] + 1} / ${nv.volumes[0].dimsRAS[3]}`, `${Math.round(values[0].value)} HU`];
  viewer.querySelector("[data-spot]").textContent = [...parts, ...(found ? [found] : [])].join(" · ");
}

function steer(viewer, nv, structures) {
  const stage = viewer.querySelector(".stage");
  const opacity = viewer.querySelector("[name=opacity]");
  const press = (name, chosen) => viewer.querySelectorAll(`[data-${name}]`).forEach(button => button.setAttribute("aria-pressed", String(button.dataset[name] === chosen)));
  const look = name => {
    [nv.volumes[0].cal_min, nv.volumes[0].cal_max] = windows[name];
    redraw(nv, 0);
    press("window", name);
  };
  const turn = name => {
    if (name === "all") nv.setCustomLayout(together);
    else {
      nv.clearCustomLayout();
      nv.setSliceType(planes[name]);
    }
    press("plane", name);
  };
  const zoom = factor => {
    const [x, y, z, before] = nv.scene.pan2Dxyzmm;
    const scale = Math.min(mostZoom, Math.max(1, before * factor));
    const spot = nv.frac2mm(nv.scene.crosshairPos);
    // What lies under the crosshair stays where it is.
    nv.setPan2Dxyzmm(scale === 1 ? [0, 0, 0, 1] : [x + (before - scale) * spot[0], y + (before - scale) * spot[1], z + (before - scale) * spot[2], scale]);
  };
  const veil = value => { opacity.value = value; nv.volumes[1].opacity = value / 100; redraw(nv, 1); };
  const hide = () => veil(opacity.value > 0 ? 0 : 45);
  const reset = () => { nv.setPan2Dxyzmm([0, 0, 0, 1]); nv.scene.crosshairPos = [0.5, 0.5, 0.5]; turn("all"); look("soft"); if (opacity) veil(45); nv.createOnLocationChange(); };

  // The arrows move as the screen shows it: its left is the patient's right, which is the way x grows in RAS.
  const moves = { ArrowLeft: [1, 0, 0], ArrowRight: [-1, 0, 0], ArrowUp: [0, 0, 1], ArrowDown: [0, 0, -1], PageUp: [0, 0, 5], PageDown: [0, 0, -5] };
  const keys = { 1: () => look("lung"), 2: () => look("soft"), 3: () => look("bone"), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: reset, h: () => opacity && hide() };
  stage.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (moves[event.key]) nv.moveCrosshairInVox(...moves[event.key]);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  stage.addEventListener("wheel", event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    zoom(Math.exp(-event.deltaY / 400));
  }, { capture: true, passive: false });
  viewer.querySelectorAll("[data-window]").forEach(button => button.addEventListener("click", () => look(button.dataset.window)));
  viewer.querySelectorAll("[data-plane]").forEach(button => button.addEventListener("click", () => turn(button.dataset.plane)));
  viewer.querySelector("[data-zoom=in]").addEventListener("click", () => zoom(1.25));
  viewer.querySelector("[data-zoom=out]").addEventListener("click", () => zoom(0.8));
  viewer.querySelector("[data-reset]").addEventListener("click", reset);
  opacity?.addEventListener("input", () => veil(opacity.value));
  structures?.rows.forEach(row => row.querySelector("input").addEventListener("change", () => structures.paint()));
  press("window", "soft");
  turn("all");
}
