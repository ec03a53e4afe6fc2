// One step: what it is asked for, what it took, and what it gave.
function showLayer(panel, index, select) {
  const step = steps[index];
  panel.append(html("h2", {}, `Step ${index}: ${step.name}`),
    facts([
      ["operator", step.operator >= 0 ? `${step.operator} of the file` : ""],
      ["tensor", step.tensor.split(";")[0]],
      ["output", `${shapeText(step.shape)} of ${step.type}`],
      ["options", step.options],
      ["kernel", variantOf(step)],
      ["its shader", html("code", {}, `./gpunet shaders show ${step.kernel}/${step.variant}`)],
      ["compare", network.conformance && step.operator >= 0 ? html("code", {}, network.conformance) : ""],
      ["grid", `${step.groups} workgroups of ${step.workgroup}`],
      ["multiply-adds", step.multiply_adds ? countText(step.multiply_adds) : ""],
      ["bytes it binds", bytesText(step.bytes)],
      ["time", step.ms === null ? "" : `${timeText(step.ms)}, ${(100 * step.ms / network.ms).toFixed(1)} % of the network`],
      ["rate", step.ms ? [step.operations ? rateText(step.operations / step.ms * 1000, " operations/s") : null, rateText(step.bytes / step.ms * 1000, " bytes/s")].filter(t => t).join(", ") : ""],
      ["of the roof", step.roof_fraction == null ? "" : `${(100 * step.roof_fraction).toFixed(0)} % of what the device reaches at best`],
      ["reads from", step.sources.length ? step.sources.map(s => html("button", { type: "button", onclick: () => select(s) }, `${s} ${steps[s].name}`)) : ""],
    ]));
  if (network.ms) panel.append(html("h2", {}, "Rates of all steps"), rates(index, select));
  else panel.append(html("p", { class: "note" }, "Times and rates are here if the page is made with --profile."));
  panel.append(html("h2", {}, "Resources"),
    table(["parameter", "resource", "bytes", "offset"], step.resources.map(r => [r.parameter, r.resource, r.bytes, r.offset ?? ""])),
    html("h2", {}, "Uniforms and late constants"),
    html("div", { class: "constants" }, Object.entries(step.constants).map(([name, value]) => html("div", {}, html("code", {}, name), html("span", {}, value)))));
}

// Work against speed, both axes logarithmic, under the roof that was measured on the device, as bench --profile has it.
function rates(selected, select) {
  const points = steps.map((step, i) => ({ i, step, intensity: step.operations / step.bytes, rate: step.operations / step.ms * 1000 }))
    .filter(p => p.rate > 0);
  if (points.length < 2) return html("p", { class: "note" }, "Too few steps compute anything.");
  const width = 900, height = 300, left = 70, bottom = 40;
  const { bytes_per_second: bandwidth, operations_per_second: best } = network.roof;
  const range = values => [Math.log10(Math.min(...values)) - .15, Math.log10(Math.max(...values)) + .15];
  const [x0, x1] = range([...points.map(p => p.intensity), best / bandwidth]);
  const [y0, y1] = range([...points.map(p => p.rate), best]);
  const x = v => left + (Math.log10(v) - x0) / (x1 - x0) * (width - left - 20);
  const y = v => height - bottom - (Math.log10(v) - y0) / (y1 - y0) * (height - bottom - 20);
  const clampY = v => Math.min(height - bottom, Math.max(10, v));
  const roof = [[10 ** x0, bandwidth * 10 ** x0], [best / bandwidth, best], [10 ** x1, best]];
  return html("div", {},
    svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Rates of the steps" },
      svg("path", { class: "axis", fill: "none", d: `M${left} 10 V${height - bottom} H${width - 10}` }),
      svg("path", { class: "roof", d: `M${roof.map(([a, b]) => `${x(a)} ${clampY(y(b))}`).join(" L")}` }),
      svg("text", { x: width - 20, y: height - 12, "text-anchor": "end" }, "operations for each byte →"),
      svg("text", { x: left + 8, y: 22 }, `↑ operations a second; at best ${rateText(best, "/s")} and ${rateText(bandwidth, " bytes/s")}`),
      points.map(p => svg("circle", {
        class: `dot ${familyOf(p.step)}${p.i === selected ? " selected" : ""}`, cx: x(p.intensity), cy: y(p.rate), r: p.i === selected ? 7 : 5, onclick: () => select(p.i),
      }, svg("title", {}, `${p.i} ${p.step.name}: ${rateText(p.rate, " operations/s")}, ${p.intensity.toFixed(2)} a byte`)))),
    html("p", { class: "note" }, "The dashed roof is what the device was measured to reach at best: bytes to the left, operations on floats to the right. A step far below it has room; what lies in a cache may rise above it."));
}

function showValues(panel, index) {
  const step = steps[index];
  const values = network.values?.[index];
  panel.append(html("h2", {}, `What step ${index} gave: ${step.name}`));
  if (!values) {
    panel.append(html("p", { class: "note" }, network.values
      ? "This step writes no tensor of real numbers that was kept."
      : "Values are here if the page is made with --input FILE."));
    return;
  }
  const some = values.channels.length < values.total_channels ? `, the first ${values.channels.length} shown` : "";
  panel.append(html("p", { class: "note" }, `${values.total_channels} channels${some}. Bars go from the least value to the greatest, dots are means.`), ranges(values.channels));
  if (values.image) panel.append(html("h2", {}, "Channels as images"), mosaic(values.image));
  panel.append(html("h2", {}, "Channels"), table(["channel", "min", "max", "mean", "deviation"],
    values.channels.slice(0, 256).map((c, i) => [i, c.min, c.max, c.mean, c.deviation])));
}

function ranges(channels) {
  const width = 900, height = 170, left = 60;
  const numbers = channels.flatMap(c => [c.min, c.max]).filter(Number.isFinite);
  const [low, high] = [Math.min(...numbers, 0), Math.max(...numbers, 0)];
  const y = v => 12 + (high - v) / (high - low || 1) * (height - 24);
  const x = i => left + (i + .5) / channels.length * (width - left - 10);
  return svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Ranges of the channels" },
    svg("path", { class: "axis", d: `M${left} ${y(0)} H${width - 10}` }),
    [low, high].map(v => svg("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, v.toPrecision(3))),
    channels.map((c, i) => Number.isFinite(c.min) ? svg("g", {},
      svg("title", {}, `channel ${i}: ${c.min} to ${c.max}, mean ${c.mean}`),
      svg("path", { class: "range", d: `M${x(i)} ${y(c.max)} V${y(c.min) + .5}`, style: `stroke-width:${Math.min(6, 600 / channels.length)}` }),
      svg("circle", { class: "mean", cx: x(i), cy: y(c.mean), r: Math.min(3, 400 / channels.length) })) : null));
}

function mosaic(image) {
  const pixels = Uint8Array.from(atob(image.pixels), c => c.charCodeAt(0));
  const plane = image.width * image.height;
  return html("div", {},
    html("p", { class: "note" }, `Black is ${image.low.toPrecision(4)}, white is ${image.high.toPrecision(4)}.`),
    html("div", { class: "mosaic" }, Array.from({ length: image.channels }, (_, channel) => {
      const canvas = html("canvas", { width: image.width, height: image.height, role: "img", "aria-label": `Channel ${channel}` });
      const context = canvas.getContext("2d");
      const data = context.createImageData(image.width, image.height);
      for (let i = 0; i < plane; i++) {
        const grey = pixels[channel * plane + i];
        data.data.set([grey, grey, grey, 255], i * 4);
      }
      context.putImageData(data, 0, 0);
      return html("figure", {}, canvas, html("figcaption", {}, channel));
    })));
}
