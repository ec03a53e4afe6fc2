// The steps as a graph to pan and zoom: one row a step, and a column for each branch that is open.
const nodeWidth = 236, nodeHeight = 46, rowHeight = 66, columnWidth = 264;

function columnsOf() {
  const columns = [];
  const readers = steps.map(() => 0);
  for (const step of steps) for (const source of step.sources) readers[source]++;
  const open = steps.map((_, i) => readers[i]);
  const lastOf = [];
  steps.forEach((step, i) => {
    // Goes on in the column of the last source that nobody else waits for; else takes the first that is free.
    for (const source of step.sources) open[source]--;
    const heir = [...step.sources].sort((a, b) => columns[a] - columns[b]).find(s => lastOf[columns[s]] === s);
    let column = heir === undefined ? -1 : columns[heir];
    if (column < 0) {
      column = 0;
      while (lastOf[column] !== undefined && open[lastOf[column]] > 0) column++;
    }
    columns.push(column);
    lastOf[column] = i;
  });
  return columns;
}

function createGraph(host, onSelect) {
  const columns = columnsOf();
  const place = i => ({ x: columns[i] * columnWidth, y: i * rowHeight });
  const longest = Math.max(...steps.map(s => s.ms ?? 0));
  const view = { x: -20, y: -20, scale: 1 };
  const content = svg("g");
  const nodes = steps.map((step, i) => nodeOf(step, i));
  content.append(...steps.flatMap((step, i) => step.sources.map(source => edgeOf(source, i))), ...nodes);
  const root = svg("svg", { role: "img", "aria-label": `${steps.length} steps` }, content);
  host.append(root);

  function nodeOf(step, i) {
    const { x, y } = place(i);
    const share = longest > 0 ? (step.ms ?? 0) / longest : 0;
    const small = [shapeText(step.shape), step.ms === null ? null : timeText(step.ms)].filter(t => t).join(" · ");
    return svg("g", { class: `node ${familyOf(step)}`, transform: `translate(${x} ${y})`, "data-step": i, onclick: () => onSelect(i) },
      svg("title", {}, `${step.label}\n${variantOf(step)}`),
      svg("rect", { class: "box", width: nodeWidth, height: nodeHeight, rx: 7 }),
      svg("rect", { class: "family", width: 5, height: nodeHeight - 12, x: 6, y: 6, rx: 2 }),
      svg("text", { class: "name", x: 20, y: 18 }, `${i}  ${step.name}`),
      svg("text", { class: "small", x: 20, y: 34 }, small),
      share > 0 ? svg("rect", { class: "share", x: 20, y: nodeHeight - 6, width: Math.max(1, share * (nodeWidth - 30)), height: 3, rx: 1.5 }) : null);
  }

  function edgeOf(from, to) {
    const a = place(from), b = place(to);
    const [x1, y1, x2, y2] = [a.x + nodeWidth / 2, a.y + nodeHeight, b.x + nodeWidth / 2, b.y];
    // A long edge in its own column would run through the steps between: it goes around them.
    const around = to - from > 1 && x1 === x2 && columns.slice(from + 1, to).includes(columns[from]);
    const bend = around ? x1 + nodeWidth / 2 + 16 : x1;
    const path = around
      ? `M${x1 + nodeWidth / 2} ${y1 - nodeHeight / 2} C${bend} ${y1}, ${bend} ${y1}, ${bend} ${y1 + 20} L${bend} ${y2 - 6} C${bend} ${y2 + 10}, ${bend} ${y2 + nodeHeight / 2}, ${x2 + nodeWidth / 2} ${y2 + nodeHeight / 2}`
      : `M${x1} ${y1} C${x1} ${y1 + 18}, ${x2} ${y2 - 18}, ${x2} ${y2}`;
    return svg("path", { class: "edge", d: path });
  }

  const size = () => ({ width: host.clientWidth || 360, height: host.clientHeight || 600 });
  function show() {
    content.setAttribute("transform", `scale(${view.scale}) translate(${-view.x} ${-view.y})`);
  }

  function zoom(factor, at) {
    const { width, height } = size();
    const point = at ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(3, Math.max(.04, view.scale * factor));
    view.x += point.x / view.scale - point.x / scale;
    view.y += point.y / view.scale - point.y / scale;
    view.scale = scale;
    show();
  }

  function fit() {
    const { width, height } = size();
    const extent = { x: (Math.max(...columns) + 1) * columnWidth, y: steps.length * rowHeight };
    view.scale = Math.min(1.2, width / (extent.x + 40), height / (extent.y + 40));
    view.x = (extent.x - columnWidth + nodeWidth) / 2 - width / 2 / view.scale;
    view.y = -20;
    show();
  }

  function reveal(i) {
    const { width, height } = size();
    const { x, y } = place(i);
    const [left, top] = [(x - view.x) * view.scale, (y - view.y) * view.scale];
    const isSeen = left >= 0 && top >= 0 && left + nodeWidth * view.scale <= width && top + nodeHeight * view.scale <= height;
    if (isSeen && view.scale > .35) return;
    if (view.scale < .35) view.scale = 1;
    view.x = x + nodeWidth / 2 - width / 2 / view.scale;
    view.y = y + nodeHeight / 2 - height / 2 / view.scale;
    show();
  }

  host.addEventListener("wheel", event => {
    event.preventDefault();
    const box = host.getBoundingClientRect();
    if (event.shiftKey) { view.y += event.deltaY / view.scale; show(); }
    else zoom(Math.exp(-event.deltaY / 400), { x: event.clientX - box.left, y: event.clientY - box.top });
  }, { passive: false });
  host.addEventListener("pointerdown", event => {
    let moved = false;
    const start = { x: event.clientX, y: event.clientY, viewX: view.x, viewY: view.y };
    const move = e => {
      if (!moved && Math.hypot(e.clientX - start.x, e.clientY - start.y) < 4) return;
      moved = true;
      host.classList.add("dragging");
      view.x = start.viewX - (e.clientX - start.x) / view.scale;
      view.y = start.viewY - (e.clientY - start.y) / view.scale;
      show();
    };
    const up = () => {
      host.classList.remove("dragging");
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
  });
  // From the top, as large as the width allows.
  view.scale = Math.min(1, size().width / ((Math.max(...columns) + 1) * columnWidth + 30));
  show();

  return {
    zoom, fit,
    select(i) {
      nodes.forEach((node, n) => node.classList.toggle("selected", n === i));
      reveal(i);
    },
    mark(matches) {
      nodes.forEach((node, n) => {
        node.classList.toggle("match", matches !== null && matches.includes(n));
        node.classList.toggle("dim", matches !== null && !matches.includes(n));
      });
    },
  };
}
