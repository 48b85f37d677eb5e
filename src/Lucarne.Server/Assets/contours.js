// Correcting the structures in the viewer itself: a pen with the structures' colours, and the result sent as a label map with the page's own form.
const panel = document.querySelector("[data-contours-pen]");
const viewer = document.querySelector("[data-volume]");
if (panel && viewer) viewer.addEventListener("volume-ready", event => pen(panel, event.detail.nv, event.detail.structures));

function pen(panel, nv, structures) {
  if (!structures) return;
  const at = name => panel.querySelector(`[data-pen-${name}]`);
  const form = document.querySelector("form[data-contours]");
  const veil = document.querySelector("[data-volume] [name=opacity]");
  const choose = () => {
    nv.opts.penSize = Number(at("size").value);
    nv.setPenValue(Number(at("structure").value), at("fill").checked);
  };
  const begin = () => {
    structures.showAll();
    nv.loadDrawing(structures.overlay);
    nv.setDrawColormap(structures.colours());
    nv.setDrawOpacity(0.5);
    nv.setOpacity(1, 0);
    nv.setDrawingEnabled(true);
    choose();
    lock(true);
  };
  const end = () => {
    nv.setDrawingEnabled(false);
    nv.closeDrawing();
    nv.setOpacity(1, veil.value / 100);
    lock(false);
  };
  // While somebody draws, the drawing is what is seen: switching structures off would hide what is being sent.
  const lock = isDrawing => {
    panel.dataset.drawing = isDrawing;
    at("tools").hidden = !isDrawing;
    at("begin").hidden = isDrawing;
    veil.disabled = isDrawing;
    structures.rows.forEach(row => { row.querySelector("input").disabled = isDrawing; });
  };
  const send = async () => {
    const labels = await nv.saveImage({ filename: "", isSaveDrawing: true, volumeByIndex: 0 });
    const packed = await new Response(new Blob([labels]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
    const transfer = new DataTransfer();
    transfer.items.add(new File([packed], "labels.nii.gz", { type: "application/gzip" }));
    form.querySelector("input[type=file]").files = transfer.files;
    form.requestSubmit();
  };

  at("begin").addEventListener("click", begin);
  at("stop").addEventListener("click", end);
  at("undo").addEventListener("click", () => nv.drawUndo());
  at("send").addEventListener("click", () => send().catch(error => console.error(error)));
  for (const name of ["structure", "size", "fill"]) at(name).addEventListener("input", choose);
  panel.hidden = false;
}
