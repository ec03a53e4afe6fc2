// A kernel in its languages side by side. A line that is chosen in one of them is marked in all, and so is a name.
const languages = [
  { id: "csharp", title: "C#", start: /\bvoid Execute\(/, text: step => network.kernels[step.kernel].csharp },
  { id: "glsl", title: "GLSL ES", start: /^void main\(/, text: step => network.shaders[variantOf(step)].glsl },
  { id: "msl", title: "MSL", start: /^kernel void/, text: step => network.shaders[variantOf(step)].msl },
  { id: "spirv", title: "SPIR-V", start: /\bOpFunction\b/, text: step => network.shaders[variantOf(step)].spirv },
];
const shownLanguages = new Set(["csharp", "glsl"]);
let chosenName = null;
let chosenLine = 0;
// Goes to the next line of C# or the one before; null while no kernel is shown.
let stepLine = null;

const keywords = new Set(("using namespace internal public private readonly partial struct static return if else for while do break continue var const "
  + "int uint float bool void ivec2 ivec4 uvec2 uvec4 vec2 vec4 int4 uint4 float4 layout in buffer uniform precision highp kernel device constant "
  + "constexpr true false").split(" "));
const token = /(\/\/.*$|\/\*.*?\*\/)|([A-Za-z_%][A-Za-z0-9_]*)|(\b[0-9][0-9a-fA-Fx.]*[uf]?\b)/g;

// Languages spell a name differently: window.StrideX, window_StrideX, %window_StrideX, strideX.
const plain = name => name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();

function isSame(word, name) {
  const [a, b] = [plain(word), plain(name)];
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  // A struct's member is written with the struct's name before it, or has a number behind it where the name was taken.
  return short.length >= 4 && (long.endsWith(short) || (long.startsWith(short) && /^\d+$/.test(long.slice(short.length))));
}

// For each line of C# the line that its statement begins at, where any shader has something of that; else 0.
function statementsOf(source, lines) {
  const compiled = new Set([...lines.glsl, ...lines.msl, ...lines.spirv]);
  let current = 0, isOpen = false;
  return source.split("\n").map((text, i) => {
    const code = text.replace(/\/\/.*$/, "").trim();
    if (compiled.has(i + 1)) current = i + 1;
    else if (!isOpen) current = 0;
    if (code) isOpen = !/[;{}]$/.test(code);
    return /^[{}]*$/.test(code) ? 0 : current;
  });
}

function lineOf(text, origin, constants) {
  const row = html("span", { class: origin ? "row compiled" : "row", "data-line": origin || null });
  let at = 0;
  for (const match of text.matchAll(token)) {
    row.append(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [whole, comment, word, digits] = match;
    if (comment) row.append(html("span", { class: "comment" }, whole));
    else if (digits) row.append(html("span", { class: "digits" }, whole));
    else if (keywords.has(word)) row.append(html("span", { class: "keyword" }, whole));
    else {
      const value = constants[word.replace(/^%/, "")];
      row.append(html("span", { class: value === undefined ? "word" : "word constant", title: value === undefined ? null : `${word} = ${value} in this step` }, whole));
    }
  }
  row.append(text.slice(at));
  return row;
}

function showSources(panel, step) {
  panel.classList.add("sources");
  const { lines } = network.shaders[variantOf(step)];
  const statements = statementsOf(languages[0].text(step), lines);
  const originsOf = language => language.id === "csharp" ? statements : lines[language.id];
  const columns = html("div", { class: "columns" });
  const told = html("output", { class: "note", id: "chosen" });
  const chips = html("div", { class: "chips", role: "group", "aria-label": "Languages" },
    languages.map(language => html("button", {
      type: "button", "data-language": language.id, "aria-pressed": `${shownLanguages.has(language.id)}`,
      onclick: event => {
        if (shownLanguages.has(language.id) && shownLanguages.size > 1) shownLanguages.delete(language.id);
        else shownLanguages.add(language.id);
        event.currentTarget.setAttribute("aria-pressed", `${shownLanguages.has(language.id)}`);
        fill();
      },
    }, language.title)),
    told);
  chosenLine = 0;
  chosenName = null;
  panel.append(chips, columns);
  fill();
  stepLine = forward => {
    const known = [...new Set(statements)].filter(line => line > 0).sort((a, b) => a - b);
    const next = forward ? known.find(line => line > chosenLine) ?? known[0] : known.findLast(line => line < chosenLine) ?? known.at(-1);
    if (next === undefined) return;
    [chosenLine, chosenName] = [next, null];
    mark(null);
  };

  function fill() {
    columns.replaceChildren(...languages.filter(l => shownLanguages.has(l.id)).map(language => html("div", { class: "column", "data-source": language.id },
      html("h3", {}, language.title),
      html("pre", { tabindex: 0, "aria-label": language.title, onclick: choose },
        language.text(step).replace(/\n$/, "").split("\n").map((line, i) => lineOf(line, originsOf(language)[i], step.constants))))));
    // Heads of documentation and declarations are long: begin where the kernel does.
    for (const language of languages) {
      const pre = columns.querySelector(`[data-source="${language.id}"] pre`);
      const row = pre && [...pre.children].findLast(r => language.start.test(r.textContent));
      if (row) pre.scrollTop = row.offsetTop - pre.offsetTop - 40;
    }

    mark(null);
  }

  function choose(event) {
    const row = event.target.closest(".row");
    if (!row || String(getSelection())) return;
    const [line, name] = [Number(row.dataset.line ?? 0), event.target.closest(".word")?.textContent ?? null];
    [chosenLine, chosenName] = line === chosenLine && name === chosenName ? [0, null] : [line, name];
    mark(event.currentTarget);
  }

  // Marks what comes from the chosen line, and the chosen name, and brings the first of each other column into sight.
  function mark(chosenIn) {
    const counts = [];
    for (const pre of columns.querySelectorAll("pre")) {
      const same = [...pre.children].filter(row => row.classList.toggle("same", chosenLine > 0 && Number(row.dataset.line) === chosenLine));
      const named = [...pre.querySelectorAll(".word")].filter(word => word.classList.toggle("named", chosenName !== null && isSame(word.textContent, chosenName)));
      const first = same[0] ?? named[0]?.closest(".row");
      counts.push(`${same.length} of ${pre.getAttribute("aria-label")}`);
      if (first && pre !== chosenIn && isOutside(first, pre)) pre.scrollTop = first.offsetTop - pre.offsetTop - pre.clientHeight / 3;
    }
    told.textContent = chosenLine > 0 ? `line ${chosenLine}: ${counts.join(", ")}`
      : chosenName !== null ? `${chosenName}: its line comes from no line of C#; the name is underlined`
      : `${variantOf(step)}: choose a line, or press n or p. Shaded names are constants of the step.`;
  }

  function isOutside(row, pre) {
    const top = row.offsetTop - pre.offsetTop - pre.scrollTop;
    return top < 0 || top + row.offsetHeight > pre.clientHeight;
  }
}
