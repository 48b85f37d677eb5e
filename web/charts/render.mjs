// Renders Vega-Lite specifications to SVG: node render.mjs a.vl.json b.vl.json … writes a.svg, b.svg … beside them.
// One process for a whole batch, since starting Node and loading Vega costs more than drawing. A specification that
// fails is named on stderr and the others go on; the exit status is then 1.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as vega from "vega";
import * as vegaLite from "vega-lite";

const widths = JSON.parse(readFileSync(new URL("./dejavu-sans-widths.json", import.meta.url), "utf8"));
const unitsPerEm = 2048;

// Without a canvas Vega guesses 0.8 em a letter, and legends and titles come out loose. These are the font's own
// advance widths, so that the layout fits the text wherever it is drawn.
vega.textMetrics.width = (item, text) => {
  const table = item.fontWeight === "bold" || item.fontWeight >= 600 ? widths.bold : widths.normal;
  const line = text === undefined ? item.text : text;
  let units = 0;
  for (const letter of String(line ?? "")) units += table[letter] ?? 1300;
  return (units / unitsPerEm) * (item.fontSize ?? 11);
};

// A chart holds its data; nothing is ever fetched.
const loader = vega.loader();
loader.load = (address) => Promise.reject(new Error(`a chart must hold its data, but it refers to ${address}`));

let failed = false;
for (const path of process.argv.slice(2)) {
  try {
    const specification = JSON.parse(readFileSync(path, "utf8"));
    const view = new vega.View(vega.parse(vegaLite.compile(specification).spec), { renderer: "none", loader });
    view.logLevel(vega.Error);
    const svg = await view.toSVG();
    view.finalize();
    const target = path.replace(/\.vl\.json$/, "") + ".svg";
    writeFileSync(`${target}.part`, svg);
    renameSync(`${target}.part`, target);
  } catch (error) {
    failed = true;
    console.error(`${path}: ${error.message}`);
  }
}
process.exitCode = failed ? 1 : 0;
