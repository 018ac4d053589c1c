// Tables that sort by a column and show the rows with a word in them.

const numberPattern = new RegExp("^[≥<≈$€£( ]*([−-]?[\\d,]*\\.?\\d+(?:e-?\\d+)?)(?: ± \\S+)?\\s*"
  + "(ns|µs|ms|s|min|h|d|b|kb|mb|gb|tb|k|m|g|t|p|e|%)?(?![a-zµ])");
const sizes = {
  ns: 1e-9, "µs": 1e-6, ms: 1e-3, min: 60, h: 3600, d: 86400, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15, e: 1e18,
  kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12,
};

// What a cell says as a number, for order: `1.49 ms`, `83 %`, `150 M`, `≥ 2 s`, `(12 ms)`; its text where it is none.
function cellValue(cell) {
  const text = cell.textContent.trim().toLowerCase();
  if (text === "never" || text === "∞") return Infinity;
  const match = numberPattern.exec(text);
  if (!match) return text === "" || text === "–" ? null : text;
  return Number(match[1].replace(/,/g, "").replace("−", "-")) * (sizes[match[2]] ?? 1);
}

function comparison(one, other) {
  if (one === null || other === null) return (one === null) - (other === null);
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}

function makeTable(table, name) {
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells];
  if (rows.length < 2) return;
  table.dataset.table = name;
  const buttons = heads.map((head, column) => {
    if (!head.textContent.trim()) return null;
    const order = { type: "button", class: "sort", onclick: () => turn(column) };
    const button = element("button", order, ...head.childNodes);
    head.replaceChildren(button);
    return button;
  });
  // Up, down, and as it was.
  function turn(column) {
    const [former, way] = state.sort[name] ?? [];
    choose(() => {
      if (former !== column) state.sort[name] = [column, "up"];
      else if (way === "up") state.sort[name] = [column, "down"];
      else delete state.sort[name];
    }, "tables");
  }
  let input = null;
  if (rows.length >= 8) {
    input = element("input", { type: "search", placeholder: "Filter " + rows.length + " rows" });
    input.setAttribute("aria-label", "Filter the rows of this table");
    input.addEventListener("input", () => choose(() => {
      if (input.value) state.find[name] = input.value; else delete state.find[name];
    }, "tables"));
    table.closest(".scroll").before(element("div", { class: "find only-screen" }, input));
  }
  when("tables", () => {
    const [column, way] = state.sort[name] ?? [], sign = way === "down" ? -1 : 1;
    const isSorted = column >= 0 && column < heads.length;
    const keyed = isSorted ? rows.map(row => [row, cellValue(row.cells[column])]) : [];
    // What says nothing stays at the end, whichever way.
    keyed.sort(([, one], [, other]) => (one === null || other === null ? 1 : sign) * comparison(one, other));
    table.tBodies[0].append(...(isSorted ? keyed.map(pair => pair[0]) : rows));
    heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", way === "down" ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    const word = (state.find[name] ?? "").toLowerCase();
    if (input && input.value.toLowerCase() !== word) input.value = state.find[name] ?? "";
    for (const row of rows) row.hidden = word !== "" && !row.textContent.toLowerCase().includes(word);
  });
}

function makeTables() {
  for (const section of document.querySelectorAll("main section")) {
    [...section.querySelectorAll("table")].forEach((table, index) => makeTable(table, section.id + "." + index));
  }
}
