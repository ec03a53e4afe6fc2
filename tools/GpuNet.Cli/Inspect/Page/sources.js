// A kernel in its languages side by side. A name that is chosen in one of them is marked in all.
const languages = [
  { id: "csharp", title: "C#", start: /\bvoid Execute\(/, text: step => network.kernels[step.kernel].csharp },
  { id: "glsl", title: "GLSL ES", start: /^void main\(/, text: step => network.shaders[variantOf(step)].glsl },
  { id: "msl", title: "MSL", start: /^kernel void/, text: step => network.shaders[variantOf(step)].msl },
  { id: "spirv", title: "SPIR-V", start: /\bOpFunction\b/, text: step => network.shaders[variantOf(step)].spirv },
];
const shownLanguages = new Set(["csharp", "glsl"]);
let chosenName = null;

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

function lineOf(text, constants) {
  const row = html("span", { class: "row" });
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
  const columns = html("div", { class: "columns" });
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
    html("span", { class: "note" }, `${variantOf(step)}: choose a name to find its lines in every language. Shaded names are constants of the step.`));
  panel.append(chips, columns);
  fill();

  function fill() {
    columns.replaceChildren(...languages.filter(l => shownLanguages.has(l.id)).map(language => html("div", { class: "column", "data-source": language.id },
      html("h3", {}, language.title),
      html("pre", { tabindex: 0, onclick: choose }, language.text(step).split("\n").map(line => lineOf(line, step.constants))))));
    // Heads of documentation and declarations are long: begin where the kernel does.
    for (const language of languages) {
      const pre = columns.querySelector(`[data-source="${language.id}"] pre`);
      const row = pre && [...pre.children].find(r => language.start.test(r.textContent));
      if (row) pre.scrollTop = row.offsetTop - pre.offsetTop - 40;
    }

    mark(null);
  }

  function choose(event) {
    const word = event.target.closest(".word");
    chosenName = word && word.textContent !== chosenName ? word.textContent : null;
    mark(event.currentTarget);
  }

  // Marks the lines that have the chosen name, and brings the first of each other column into sight.
  function mark(chosenIn) {
    for (const pre of columns.querySelectorAll("pre")) {
      let first = null;
      for (const row of pre.children) {
        const words = [...row.querySelectorAll(".word")];
        const same = chosenName === null ? [] : words.filter(w => isSame(w.textContent, chosenName));
        row.classList.toggle("same", same.length > 0);
        if (same.length > 0) first ??= row;
      }
      if (first && pre !== chosenIn) pre.scrollTop = first.offsetTop - pre.offsetTop - pre.clientHeight / 3;
    }
  }
}
