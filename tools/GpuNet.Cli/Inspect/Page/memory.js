// Activations in memory over time, and what the passes did.
function showMemory(panel, index, select) {
  const memory = network.memory;
  panel.append(html("h2", {}, "Activations in memory"),
    facts([
      ["activations", bytesText(memory.activation_bytes)],
      ["alive at once", `${bytesText(memory.largest_live_bytes)}: no placement can do with less`],
      ["each by itself", bytesText(network.activations.reduce((sum, a) => sum + a.bytes, 0))],
      ["weights", bytesText(memory.weight_bytes)],
    ]),
    html("p", { class: "note" }, "From left to right the steps, from bottom to top the bytes. A tensor takes its place from the step that writes it to the last that reads it."),
    lives(index, select));
}

function lives(index, select) {
  const width = 900, height = 420, left = 70, bottom = 30;
  const total = network.memory.activation_bytes || 1;
  const x = step => left + step / steps.length * (width - left - 10);
  const y = bytes => height - bottom - bytes / total * (height - bottom - 12);
  return svg("svg", { class: "chart", id: "lives", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Activations over time" },
    svg("path", { class: "axis", fill: "none", d: `M${left} 12 V${height - bottom} H${width - 10}` }),
    [0, .5, 1].map(part => svg("text", { x: left - 6, y: y(part * total) + 4, "text-anchor": "end" }, bytesText(part * total))),
    svg("text", { x: width - 10, y: height - 10, "text-anchor": "end" }, `${steps.length} steps`),
    network.activations.map(a => {
      const writer = steps[a.first];
      return svg("rect", {
        class: `life ${familyOf(writer)}${a.first === index ? " selected" : ""}`,
        x: x(a.first), width: Math.max(1, x(a.last + 1) - x(a.first)), y: y(a.offset + a.bytes), height: Math.max(1, y(a.offset) - y(a.offset + a.bytes)),
        onclick: () => select(a.first),
      }, svg("title", {}, `${a.name.split(";")[0]}: ${bytesText(a.bytes)} at ${a.offset}, steps ${a.first} to ${a.last}`));
    }),
    svg("path", { class: "now", d: `M${x(index + .5)} 12 V${height - bottom}` }));
}

function showPlan(panel, select) {
  panel.append(html("h2", {}, "Steps"));
  const rows = steps.map((s, i) => [
    html("button", { type: "button", onclick: () => select(i) }, `${i}`), s.name, shapeText(s.shape), variantOf(s), s.groups,
    s.multiply_adds ? countText(s.multiply_adds) : "", bytesText(s.bytes), s.ms === null ? "" : timeText(s.ms),
    s.roof_fraction == null ? "" : `${(100 * s.roof_fraction).toFixed(0)} %`,
  ]);
  panel.append(html("table", { id: "steps" },
    html("thead", {}, html("tr", {}, ["", "operator", "output", "kernel", "groups", "multiply-adds", "bytes", "time", "of the roof"].map(h => html("th", {}, h)))),
    html("tbody", {}, rows.map(row => html("tr", {}, row.map(cell => html("td", {}, cell)))))));
  panel.append(html("h2", {}, "What the passes did"));
  if (network.simplifications.length === 0) panel.append(html("p", { class: "note" }, "No pass found anything to simplify."));
  else {
    panel.append(html("table", {},
      html("thead", {}, html("tr", {}, ["pass", "", "operator", "why"].map(h => html("th", {}, h)))),
      html("tbody", {}, network.simplifications.map(s => html("tr", { class: s.is_applied ? null : "declined" },
        [s.pass, s.is_applied ? "done" : "declined", s.subject, s.detail].map(t => html("td", {}, t)))))));
  }
}
