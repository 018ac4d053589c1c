// The architecture: boxes that take the colour of the time under the cursor, and open what is known of a component.

const boxes = [];

// How busy a component was in the interval of an instant, from 0 to 1, or at its peak; null where nothing limits it.
function busyAt(component, time) {
  const shares = component.busy;
  if (!shares.length) return null;
  if (time === null) return shares.reduce((most, share) => share === null ? most : Math.max(most ?? 0, share), null);
  return shares[Math.min(shares.length - 1, Math.max(0, Math.floor(time / page.interval)))] ?? null;
}

function heatOf(share) {
  if (share === null) return page.heat.at(-1);
  return page.heat.find(step => share < step.below) ?? page.heat.at(-2);
}

// The peak where there is a timeline, else the mean that was drawn.
const shareOf = (component, time) => component.busy.length ? busyAt(component, time) : component.mean ?? null;

function paint({ component, shape, texts, share, drawn }, time, isDrawn) {
  const busy = shareOf(component, time), heat = heatOf(busy);
  shape.setAttribute("fill", isDrawn ? drawn.fill : heat.tone);
  texts.forEach((text, index) => text.setAttribute("fill", isDrawn ? drawn.inks[index] : heat.ink));
  if (!share) return;
  const isKept = isDrawn || busy === null;
  share.textContent = isKept ? drawn.share : drawn.share.replace(/ρ [^·]*/, "ρ " + shareText(busy) + " ");
}

function findBoxes(drawing) {
  page.components.forEach((component, index) => {
    const group = drawing.querySelector("#architecture-box-" + component.node);
    const shape = group?.querySelector("path, polygon");
    if (!shape) return;
    const texts = [...group.querySelectorAll("text")];
    const share = texts.find(text => text.textContent.startsWith("ρ "));
    const inks = texts.map(text => text.getAttribute("fill"));
    const drawn = { fill: shape.getAttribute("fill"), inks, share: share?.textContent };
    boxes.push({ component, index, group, shape, texts, share, drawn });
    const open = () => openComponent(component.name);
    group.setAttribute("tabindex", "0");
    group.setAttribute("role", "button");
    group.addEventListener("click", open);
    group.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    });
    group.addEventListener("mouseenter", () => showNeighbours(drawing, component.name));
    group.addEventListener("mouseleave", () => showNeighbours(drawing, state.component));
  });
}

// Arrows of one component stand out; without one, all are alike.
function showNeighbours(drawing, name) {
  drawing.classList.toggle("chosen", name !== null);
  page.links.forEach((link, index) => {
    const isNear = link.from === name || link.to === name;
    drawing.querySelector("#architecture-arrow-" + index)?.classList.toggle("near", isNear);
  });
  for (const box of boxes) box.group.classList.toggle("near", box.component.name === name);
}

function makeArchitecture() {
  const figure = document.getElementById("figure-architecture"), drawing = figure?.querySelector("svg");
  if (!drawing) return;
  findBoxes(drawing);
  drawing.setAttribute("role", "group");
  const says = element("p", { class: "says only-screen", role: "status" });
  figure.prepend(says);
  const show = isDrawn => {
    const time = cursorTime();
    for (const box of boxes) {
      paint(box, time, isDrawn === true);
      const busy = shareOf(box.component, time);
      const words = busy === null ? "" : ", " + shareText(busy) + " busy";
      box.group.setAttribute("aria-label", box.component.name + words);
    }
    const when = !page.interval ? "over the run"
      : time === null ? "of each component’s busiest interval" : "in the interval of " + instantText(time, page.span);
    says.textContent = "Busy shares " + when + ". A box opens what is known of it.";
  };
  when("cursor", show);
  when("component", () => showNeighbours(drawing, state.component));
  // Paper has no cursor: it keeps the means.
  addEventListener("beforeprint", () => show(true));
  addEventListener("afterprint", () => show());
  show();
}

// Where the focus was before the panel.
let opener = null;
const openComponent = name => {
  opener = document.activeElement;
  choose(() => { state.component = name; }, "component");
};
const closeComponent = () => {
  choose(() => { state.component = null; }, "component");
  opener?.focus();
};

function factsOf(component) {
  const list = element("dl");
  for (const [name, value] of component.facts) list.append(element("dt", {}, name), element("dd", {}, value));
  return list;
}

// Looks like a link, and stays on the page.
const plainButton = (action, ...children) =>
  element("button", { type: "button", class: "plain", onclick: action }, ...children);

function neighboursOf(component) {
  const item = (link, name) => {
    const isKnown = page.components.some(known => known.name === name);
    const label = isKnown ? plainButton(() => openComponent(name), name) : name;
    return element("li", {}, label, " " + link.style + ", " + link.rate);
  };
  const list = (title, end, other) => {
    const links = page.links.filter(link => link[end] === component.name);
    if (links.length === 0) return [];
    return [element("h3", {}, title), element("ul", {}, ...links.map(link => item(link, link[other])))];
  };
  return [...list("Called by", "to", "from"), ...list("Calls", "from", "to")];
}

function decisionsOf(component) {
  const own = page.decisions.filter(decision => decision.component === component.name);
  if (own.length === 0) return [];
  const items = own.slice(0, 60).map(decision => {
    const hold = () => choose(() => { [state.at, state.hover] = [decision.at, null]; }, "cursor");
    const words = [decision.kind, decision.change, decision.reason].filter(Boolean).join(" · ");
    return element("li", {}, plainButton(hold, instantText(decision.at, page.span)), " " + words);
  });
  const more = own.length - 60;
  const rest = more > 0 ? [element("p", { class: "muted" }, more + " more are in the database.")] : [];
  return [element("h3", {}, "Decisions"), element("ul", {}, ...items), ...rest];
}

function costOf(component) {
  if (component.cost.length === 0) return [];
  const cell = (text, column) => element("td", column > 0 ? { class: "r" } : {}, text);
  const rows = component.cost.map(line => element("tr", {}, ...line.map(cell)));
  const table = element("table", {}, element("tbody", {}, ...rows));
  return [element("h3", {}, "Cost a month"), element("div", { class: "scroll" }, table)];
}

// A chart of one series of a component over time.
function smallChart(component, title, values, quantity, place) {
  const known = values.filter(value => value !== null);
  if (!page.interval || !known.some(value => value > 0)) return;
  const high = quantity === "share" ? Math.max(1, ...known) : Math.max(...known) * 1.08;
  makeChart({
    name: "panel", title: title + " of " + component.name, group: "time", limits: [], bands: 0, marks: true,
    x: page.timeAxis, y: { title, quantity, low: 0, high, log: false },
    xs: { from: page.interval / 2, step: page.interval, count: values.length },
    series: [{ title, tone: page.tones.first, style: "line", ys: values }],
  }, place, 110);
}

function showPanel(panel) {
  const component = page.components.find(component => component.name === state.component);
  for (let index = charts.length - 1; index >= 0; index -= 1) {
    if (charts[index].chart.name === "panel") charts.splice(index, 1)[0].plot.destroy();
  }
  panel.hidden = !component;
  panel.replaceChildren();
  if (!component) return;
  const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "✕");
  close.addEventListener("click", closeComponent);
  const places = element("div");
  panel.append(element("header", {}, element("h2", { id: "panel-title" }, component.name), close),
    element("p", { class: "muted" }, component.kind), factsOf(component), places,
    ...decisionsOf(component), ...costOf(component), ...neighboursOf(component));
  smallChart(component, "Busy share", component.busy, "share", places);
  smallChart(component, "Waiting", component.queue, "number", places);
  close.focus({ preventScroll: true });
}

function makePanel() {
  const panel = element("aside", { id: "panel", class: "only-screen", role: "dialog", hidden: "" });
  panel.setAttribute("aria-labelledby", "panel-title");
  document.body.append(panel);
  when("component", () => showPanel(panel));
  addEventListener("keydown", event => {
    if (event.key === "Escape" && state.component !== null) closeComponent();
  });
  // Names in tables open the same.
  for (const place of document.querySelectorAll("[data-component]")) {
    if (!page.components.some(component => component.name === place.dataset.component)) continue;
    place.replaceChildren(plainButton(() => openComponent(place.dataset.component), ...place.childNodes));
  }
}
