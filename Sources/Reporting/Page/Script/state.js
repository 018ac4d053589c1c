// What a reader has chosen, and its place in the address: a link shows what one saw.

const page = JSON.parse(document.getElementById("orrery-data").textContent);

// `at` is the time that is held, `hover` that under the pointer: nanoseconds since the start.
const state = { at: null, hover: null, zoom: {}, off: new Set(), component: null, section: null, sort: {}, find: {} };

const watchers = {};
// Calls `action` whenever `what` has changed: cursor, zoom, off, component, tables.
function when(what, action) { (watchers[what] ??= []).push(action); }
function tell(...changes) { for (const what of changes) for (const action of watchers[what] ?? []) action(); }

const cursorTime = () => state.hover ?? state.at;

function readAddress() {
  const text = location.hash.slice(1);
  state.at = state.component = state.section = null;
  [state.zoom, state.off, state.sort, state.find] = [{}, new Set(), {}, {}];
  if (!text.includes("=")) return;
  const all = new URLSearchParams(text), at = Number(all.get("at") ?? NaN);
  if (Number.isFinite(at)) state.at = at * 1e9;
  for (const [key, value] of all) {
    const parts = value.split("~");
    const [low, high] = parts.slice(1).map(Number), unit = parts[0] === "time" ? 1e9 : 1;
    if (key === "zoom" && parts.length === 3 && low < high) state.zoom[parts[0]] = [low * unit, high * unit];
    if (key === "off") state.off.add(value);
    if (key === "sort" && parts.length === 3) state.sort[parts[0]] = [Number(parts[1]), parts[2]];
    if (key === "find" && parts.length >= 2) state.find[parts[0]] = parts.slice(1).join("~");
  }
  state.component = all.get("component");
  state.section = all.get("section");
}

function writeAddress() {
  const all = new URLSearchParams();
  if (state.section) all.append("section", state.section);
  if (state.at !== null) all.append("at", state.at / 1e9);
  for (const [group, [low, high]] of Object.entries(state.zoom)) {
    const unit = group === "time" ? 1e9 : 1, digits = value => Number((value / unit).toPrecision(7));
    all.append("zoom", [group, digits(low), digits(high)].join("~"));
  }
  for (const key of state.off) all.append("off", key);
  if (state.component) all.append("component", state.component);
  for (const [table, [column, way]] of Object.entries(state.sort)) all.append("sort", [table, column, way].join("~"));
  for (const [table, text] of Object.entries(state.find)) all.append("find", [table, text].join("~"));
  history.replaceState(null, "", "#" + all);
}

// Changes what is chosen, shows it, and puts it into the address.
function choose(change, ...what) {
  change();
  writeAddress();
  tell(...what);
}

// An element with attributes and children; texts are texts, whatever they hold.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

const darkness = matchMedia("(prefers-color-scheme: dark)");
const toned = tone => darkness.matches ? tone[1] : tone[0];
