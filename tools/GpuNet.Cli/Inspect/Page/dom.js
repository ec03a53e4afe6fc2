// Short ways to make elements, and what the page is about.
const network = JSON.parse(document.getElementById("data").textContent);
const steps = network.steps;

function make(space, name, attributes, children) {
  const element = space ? document.createElementNS(space, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

const html = (name, attributes, ...children) => make(null, name, attributes, children);
const svg = (name, attributes, ...children) => make("http://www.w3.org/2000/svg", name, attributes, children);

function scaled(value, units, base) {
  let unit = 0;
  while (value >= base && unit < units.length - 1) { value /= base; unit++; }
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toPrecision(3)} ${units[unit]}`.trim();
}

const bytesText = value => scaled(value, ["bytes", "KiB", "MiB", "GiB"], 1024);
const countText = value => scaled(value, ["", "thousand", "million", "billion"], 1000);
const rateText = (value, unit) => scaled(value, ["", "k", "M", "G", "T"], 1000) + unit;
const timeText = ms => ms < 1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(3)} ms`;
const shapeText = shape => shape.length ? shape.join(" × ") : "scalar";
const variantOf = step => `${step.kernel} ${step.variant}`;

// The colour of a step: what kind of work it is.
function familyOf(step) {
  if (/DEPTHWISE/.test(step.name)) return "depthwise";
  if (/CONV/.test(step.name)) return "convolution";
  if (/FULLY/.test(step.name)) return "vector";
  if (/ADD|SUB|MUL|RELU|LOGISTIC|HARD|QUANTIZE/.test(step.name)) return "element";
  if (/POOL|MEAN|SOFTMAX|ARG/.test(step.name)) return "reduce";
  return "move";
}

function facts(pairs) {
  return html("dl", { class: "facts" }, pairs.filter(([, value]) => value !== "" && value !== null)
    .map(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]));
}

function table(header, rows) {
  const cell = (tag, value) => html(tag, { class: typeof value === "number" ? "number" : null }, `${value}`);
  return html("table", {},
    html("thead", {}, html("tr", {}, header.map((h, i) => html("th", { class: typeof rows[0]?.[i] === "number" ? "number" : null }, h)))),
    html("tbody", {}, rows.map(row => html("tr", {}, row.map(value => cell("td", value))))));
}
