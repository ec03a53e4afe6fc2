// Puts the page together: selection, tabs, search, keys.
const byId = id => document.getElementById(id);
const panel = byId("panel");
let selected = 0;
let matches = null;
let activeTab = "layer";

const tabs = [
  { id: "layer", title: "Layer", show: () => showLayer(panel, selected, select) },
  { id: "kernel", title: "Kernel", show: () => showSources(panel, steps[selected]) },
  { id: "values", title: "Activations", show: () => showValues(panel, selected) },
  { id: "memory", title: "Memory", show: () => showMemory(panel, selected, select) },
  { id: "plan", title: "Plan", show: () => showPlan(panel, select) },
];

function show() {
  panel.replaceChildren();
  stepLine = null;
  panel.className = "";
  for (const tab of tabs) {
    const button = byId(`tab-${tab.id}`);
    button.setAttribute("aria-selected", `${tab.id === activeTab}`);
    button.tabIndex = tab.id === activeTab ? 0 : -1;
  }
  panel.setAttribute("aria-labelledby", `tab-${activeTab}`);
  tabs.find(tab => tab.id === activeTab).show();
  history.replaceState(null, "", `#step-${selected}-${activeTab}`);
}

function openTab(id, focus) {
  activeTab = id;
  show();
  if (focus) byId(`tab-${id}`).focus();
}

function select(index) {
  selected = Math.min(steps.length - 1, Math.max(0, index));
  graph.select(selected);
  show();
  if (activeTab !== "kernel") panel.scrollTop = 0;
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(w => w);
  matches = words.length === 0 ? null : steps.map((_, i) => i).filter(i => {
    const step = steps[i];
    // The first of a tensor's names: converters add those of all that they fused.
    const all = `${i} ${step.name} ${step.tensor.split(";")[0]} ${step.kernel} ${step.variant} ${step.shape.join("x")}`.toLowerCase();
    return words.every(w => all.includes(w));
  });
  graph.mark(matches);
  if (matches?.length && !matches.includes(selected)) select(matches[0]);
  tellMatches();
}

function tellMatches() {
  byId("found").textContent = matches === null ? "" : matches.length === 0 ? "none" : `${matches.indexOf(selected) + 1} of ${matches.length}`;
}

function nextMatch(back) {
  if (!matches?.length) return;
  const at = matches.indexOf(selected);
  select(matches[(at + (back ? matches.length - 1 : 1)) % matches.length]);
  tellMatches();
}

function switchTheme() {
  const root = document.documentElement;
  const isDark = (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
}

// #step-12 and #operator-12, which conformance names, perhaps with a tab: #step-12-kernel.
function readHash() {
  const found = /^#(step|operator)-(\d+)(?:-(\w+))?$/.exec(location.hash);
  if (!found) return 0;
  const number = Number(found[2]);
  if (tabs.some(tab => tab.id === found[3])) activeTab = found[3];
  // An operator that was fused into another has no step of its own: that one stands before it.
  const index = found[1] === "operator" ? steps.findLastIndex(s => s.operator === number || (s.operator >= 0 && s.operator < number)) : number;
  return index >= 0 && index < steps.length ? index : 0;
}

byId("model").textContent = network.model;
document.title = `${network.model} · GpuNet inspector`;
byId("totals").textContent = [
  network.device, `${steps.length} steps`, `${countText(network.multiply_adds)} multiply-adds`,
  `${bytesText(network.memory.activation_bytes)} activations`, network.ms ? timeText(network.ms) : null, `${network.storage}, ${network.float_storage}`,
].filter(t => t).join(" · ");
byId("tabs").append(...tabs.map(tab => html("button", {
  type: "button", role: "tab", id: `tab-${tab.id}`, "aria-controls": "panel", onclick: () => openTab(tab.id, false),
}, tab.title)));
byId("tabs").addEventListener("keydown", event => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) openTab(tabs[(tabs.findIndex(t => t.id === activeTab) + step + tabs.length) % tabs.length].id, true);
});

const graph = createGraph(byId("graph"), select);
byId("search").addEventListener("input", event => search(event.target.value));
byId("search").addEventListener("keydown", event => {
  if (event.key === "Enter") nextMatch(event.shiftKey);
  else if (event.key === "Escape") { event.target.value = ""; search(""); byId("graph").focus(); }
});
byId("theme").addEventListener("click", switchTheme);
byId("help-button").addEventListener("click", () => byId("help").showModal());
byId("splitter").addEventListener("pointerdown", event => {
  event.preventDefault();
  const move = e => document.documentElement.style.setProperty("--graph-width", `${Math.min(innerWidth - 300, Math.max(160, e.clientX))}px`);
  const up = () => { window.removeEventListener("pointermove", move); window.removeEventListener("pointerup", up); };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
});
document.addEventListener("keydown", event => {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const isInPanel = byId("details").contains(event.target);
  const action = {
    "/": () => byId("search").focus(),
    "?": () => byId("help").showModal(),
    "+": () => graph.zoom(1.25), "=": () => graph.zoom(1.25), "-": () => graph.zoom(.8), "0": () => graph.fit(),
    t: switchTheme,
    n: stepLine && (() => stepLine(true)), p: stepLine && (() => stepLine(false)),
    ArrowDown: isInPanel ? null : () => select(selected + 1),
    ArrowUp: isInPanel ? null : () => select(selected - 1),
    Home: isInPanel ? null : () => select(0),
    End: isInPanel ? null : () => select(steps.length - 1),
  }[event.key] ?? (/^[1-5]$/.test(event.key) ? () => openTab(tabs[event.key - 1].id, false) : null);
  if (!action) return;
  event.preventDefault();
  action();
});
window.addEventListener("hashchange", () => select(readHash()));
select(readHash());
