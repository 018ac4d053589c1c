// Brings the page to life. Without this it is a page to read, with its figures as they are drawn for paper.

function makeCharts() {
  for (const chart of page.charts) {
    const figure = document.getElementById("figure-" + chart.name);
    if (!figure) continue;
    const isBare = ["number", "money"].includes(chart.y.quantity);
    const what = isBare ? element("span", { class: "muted" }, " · " + chart.y.title) : null;
    const title = element("p", { class: "chart-title" }, chart.title, what);
    const place = element("div", { class: "live only-screen" }, title);
    figure.prepend(place);
    figure.classList.add("alive");
    const live = makeChart(chart, place, chart.height);
    if (chart.group !== "time") place.querySelector(".keys").append(live.keys[0].place);
  }
}

// The time that is held or pointed at, with what was the case then, and how to go back.
function makeReadout() {
  const words = element("span"), zoom = element("button", { type: "button" }, "Zoom here");
  const back = element("button", { type: "button" }, "Back");
  const bar = element("div", { id: "readout", class: "only-screen", hidden: "" }, words, zoom, back);
  document.body.append(bar);
  const show = () => {
    const time = cursorTime(), range = state.zoom.time;
    bar.hidden = time === null && !Object.keys(state.zoom).length;
    const parts = time === null ? [] : [instantText(time, page.span), ...eventsAt(time)];
    if (range) parts.push("zoomed to " + range.map(at => instantText(at, page.span)).join(" – "));
    words.textContent = parts.join(" · ");
    zoom.hidden = state.at === null;
  };
  zoom.addEventListener("click", () => {
    const [low, high] = state.zoom.time ?? [0, page.span], reach = (high - low) / 6;
    const part = [Math.max(0, state.at - reach), Math.min(page.span, state.at + reach)];
    choose(() => { state.zoom.time = part; }, "zoom", "cursor");
  });
  back.addEventListener("click", () => choose(() => {
    state.zoom = {};
    state.at = state.hover = null;
  }, "zoom", "cursor"));
  when("cursor", show);
  when("zoom", show);
  show();
}

// Links inside the page keep what was chosen.
function keepLinks() {
  for (const link of document.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", event => {
      event.preventDefault();
      choose(() => { state.section = link.getAttribute("href").slice(1); });
      showSection();
    });
  }
}

function showSection() {
  const target = state.section && document.getElementById(state.section);
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
}

function fitCharts() {
  for (const { plot, box } of charts) {
    if (box.clientWidth > 0) plot.setSize({ width: box.clientWidth, height: plot.height });
  }
}

function start() {
  document.documentElement.classList.add("scripted");
  readAddress();
  if (page.charts.length > 0 || page.components.length > 0) {
    makeCharts();
    makeReadout();
    makePanel();
    makeArchitecture();
  }
  makeTables();
  keepLinks();
  tell("cursor", "zoom", "off", "component", "tables");
  drawSigns();
  showSection();
  addEventListener("hashchange", () => {
    readAddress();
    tell("cursor", "zoom", "off", "component", "tables");
    showSection();
  });
  darkness.addEventListener("change", () => {
    for (const { plot } of charts) plot.redraw();
    drawSigns();
  });
  new ResizeObserver(fitCharts).observe(document.querySelector("main"));
}

start();
