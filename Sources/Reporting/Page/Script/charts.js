// Charts over uPlot: lines that can be switched off, one cursor for all that share an axis, zoom.

const charts = [];

const xsOf = xs => Array.isArray(xs) ? xs : Array.from({ length: xs.count }, (_, index) => xs.from + xs.step * index);

// Index of the sample that stands for `x`: of steps the one that began before it, else the nearest. Samples stand in
// the middle of an interval, so halfway between two of them the later one's begins.
function indexAt(xs, x, isStepped) {
  let low = 0, high = xs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (xs[middle] <= x) low = middle; else high = middle - 1;
  }
  // The end of a last step is not a sample.
  if (isStepped) return Math.min(low, Math.max(0, xs.length - 2));
  return low + 1 < xs.length && xs[low + 1] - x <= x - xs[low] ? low + 1 : low;
}

// Without the unit of the drawn axis: these marks have their own.
const plainTitle = title =>
  title.replace(/ \((ns|µs|ms|s|min|h|d|%)\)$/, "").replace(/\((ns|µs|ms|s|min|h|d), /, "(");

const roundSteps = (() => {
  const steps = [];
  for (let exponent = -9; exponent < 19; exponent += 1) {
    for (const digit of [1, 2, 5]) steps.push(Number(digit + "e" + exponent));
  }
  return steps;
})();
const timeSteps = roundSteps.filter(step => step < 1e9).concat(
  [1, 2, 5, 10, 15, 20, 30].map(step => step * 1e9), [1, 2, 5, 10, 15, 20, 30].map(step => step * 60e9),
  [1, 2, 3, 6, 12].map(step => step * 3600e9),
  roundSteps.filter(step => step <= 1e6).filter(step => step >= 1).map(step => step * 86400e9));

const axisFont = "11px system-ui, sans-serif";

function axisOf(chart, side) {
  const axis = chart[side], isVertical = side === "y";
  const made = {
    scale: side, side: isVertical ? 3 : 2, stroke: () => toned(page.tones.ink), font: axisFont,
    grid: { stroke: () => toned(page.tones.grid), width: 1, show: isVertical || chart.group !== "time" },
    ticks: { stroke: () => toned(page.tones.muted), size: 4 }, gap: 4,
    label: isVertical ? undefined : plainTitle(axis.title), labelFont: axisFont, labelSize: 18, labelGap: 0,
    size: isVertical ? (plot, values) => 16 + 6.6 * Math.max(1, ...(values ?? []).map(text => text?.length ?? 0)) : 26,
    space: isVertical ? 34 : 72,
  };
  if (axis.ticks) {
    made.splits = (plot, index, low, high) => {
      const inside = axis.ticks.map(tick => tick[0]).filter(at => at >= low && at <= high);
      return inside.length > 1 ? inside : [low, Math.sqrt(low * high), high];
    };
    made.filter = (plot, splits) => splits;
    made.values = (plot, splits) => splits.map(at => axis.ticks.find(tick => tick[0] === at)?.[1] ?? textOn(axis, at));
  } else {
    made.incrs = axis.quantity === "time" ? timeSteps : roundSteps;
    made.values = (plot, splits, index, space, step) => splits.map(at => textOn(axis, at, splits.at(-1)));
  }
  return made;
}

// A mark of an axis; `greatest` chooses the unit, so that all marks have the same.
function textOn(axis, value, greatest = value) {
  if (axis.quantity === "percentile") return "p" + significant(100 - 100 / value, 5);
  if (axis.quantity !== "time") return quantityText(value, axis.quantity, page.currency);
  if (value === 0) return "0";
  const [unit, symbol] = timeUnit(greatest);
  return significant(value / unit, 5) + " " + symbol;
}

const seriesKey = (chart, line) => chart.name + "/" + line.title;

function seriesOf(chart, line) {
  const isPoint = line.style === "points";
  const made = {
    label: line.title, scale: "y", stroke: () => toned(line.tone), width: line.style === "wide" ? 5 : 2,
    dash: line.dash ? [7, 4] : undefined, points: { show: isPoint, size: 6 },
    show: !state.off.has(seriesKey(chart, line)),
  };
  if (line.style === "steps") made.paths = uPlot.paths.stepped({ align: 1 });
  if (isPoint) made.paths = () => null;
  return made;
}

function dataOf(chart) {
  const positive = ys => chart.y.log ? ys.map(y => y > 0 ? y : null) : ys;
  const tables = chart.series.map(line => [xsOf(line.xs ?? chart.xs), positive(line.ys)]);
  return chart.xs ? [tables[0][0], ...tables.map(table => table[1])] : uPlot.join(tables);
}

const zoomOf = chart => state.zoom[chart.group] ?? [chart.x.low, chart.x.high];

// Keeps to the marks of the whole until a part is looked at, then fits what is in sight.
function heightOf(chart, low, high) {
  if (!state.zoom[chart.group] || low === null || high === null) return [chart.y.low, chart.y.high];
  if (chart.y.log) return [low * 0.9, high * 1.15];
  return [0, high > 0 ? high * 1.08 : 1];
}

function zoomTo(chart, low, high) {
  const [least, most] = [chart.x.low, chart.x.high];
  [low, high] = [Math.max(least, low), Math.min(most, high)];
  choose(() => {
    if (!(high > low) || (low <= least && high >= most)) delete state.zoom[chart.group];
    else state.zoom[chart.group] = [low, high];
  }, "zoom");
}

function optionsOf(chart, width, height) {
  const padding = [roomAbove(chart), 26, 0, 0];
  const select = plot => {
    const { left, width } = plot.select;
    if (width < 6) return;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    zoomTo(chart, plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  };
  const reset = () => () => { choose(() => delete state.zoom[chart.group], "zoom"); };
  return {
    width, height: height + padding[0], padding, legend: { show: false },
    cursor: {
      y: false, points: { show: false }, bind: { dblclick: reset },
      drag: { x: true, y: false, setScale: false, dist: 6 },
    },
    scales: {
      x: { time: false, distr: chart.x.log ? 3 : 1 },
      y: { distr: chart.y.log ? 3 : 1, range: (_, low, high) => heightOf(chart, low, high) },
    },
    axes: [axisOf(chart, "x"), axisOf(chart, "y")],
    series: [{}, ...chart.series.map(line => seriesOf(chart, line))],
    hooks: {
      drawClear: [plot => drawBands(plot, chart)], setSelect: [select],
      draw: [plot => { drawLimits(plot, chart); drawMarks(plot, chart); }],
    },
  };
}

// Builds the chart into `place`, and keeps it as the reader's choices change.
function makeChart(chart, place, height) {
  const keys = chart.series.map(line => keyOf(chart, line));
  const box = element("div", { class: "plot", tabindex: 0, role: "group" });
  const says = ". Left and right move the cursor, plus and minus zoom, Escape goes back.";
  box.setAttribute("aria-label", chart.title + says);
  const named = keys.filter((_, index) => chart.series[index].title).map(key => key.button);
  place.append(element("div", { class: "keys" }, ...named, ...legendOf(chart)), box);
  const isTime = chart.group === "time";
  const plot = new uPlot(optionsOf(chart, Math.max(200, box.clientWidth), height), dataOf(chart), box);
  const live = { chart, plot, keys, box, own: null };
  charts.push(live);
  for (const canvas of plot.root.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", "true");
  listen(live, isTime);
  applyZoom(live);
  showCursor(live);
  return live;
}

const applyZoom = ({ chart, plot }) => plot.setScale("x", { min: zoomOf(chart)[0], max: zoomOf(chart)[1] });

// The cursor of this chart: the page's time, or a place of its own where the axis is no time.
const placeOf = live => live.chart.group === "time" ? cursorTime() : live.own;

// What a line says at a place; nothing beyond its ends.
function valueAt(chart, line, x) {
  const xs = line.places ??= xsOf(line.xs ?? chart.xs), step = xs.length > 1 ? xs[1] - xs[0] : 0;
  if (xs.length === 0 || x < xs[0] - step || x > xs.at(-1) + step) return "";
  const value = line.ys[indexAt(xs, x, line.style === "steps")];
  // What is infinitely late runs along the top.
  if (value !== null && value >= (chart.ceiling ?? Infinity)) return "never";
  return quantityText(value, chart.y.quantity, page.currency);
}

function showCursor(live) {
  const { chart, plot, keys } = live, x = placeOf(live);
  plot.setCursor(x === null ? { left: -10, top: -10 } : { left: plot.valToPos(x, "x"), top: 1 }, false);
  chart.series.forEach((line, index) => {
    keys[index].value.textContent = x === null ? "" : valueAt(chart, line, x);
  });
  if (chart.group !== "time") keys[0].place.textContent = x === null ? "" : "at " + textOn(chart.x, x);
}

const swatchOf = (look, tone) =>
  element("i", { class: "swatch " + look, style: "--light:" + tone[0] + ";--dark:" + tone[1] });

// One line of the legend: a switch with the line's look, name, and value under the cursor.
function keyOf(chart, line) {
  const key = seriesKey(chart, line), value = element("span", { class: "value" });
  const place = element("span", { class: "muted" });
  const swatch = swatchOf(line.style + (line.dash ? " dash" : ""), line.tone);
  const button = element("button", {
    type: "button", class: "key", "data-series": key, "aria-pressed": String(!state.off.has(key)),
    onclick: () => choose(() => { if (!state.off.delete(key)) state.off.add(key); }, "off"),
  }, swatch, line.title + " ", value);
  return { key, button, value, place };
}

// What bands, limits and marks mean, as far as this chart has them.
function legendOf(chart) {
  const parts = [];
  const add = (look, tone, text) => parts.push(element("span", { class: "sign" }, swatchOf(look, tone), text));
  for (const limit of chart.limits) add("dash", page.tones.limit, limit.title);
  for (const [style, text] of [["fault", "fault"], ["warmUp", "warm-up, left out"]]) {
    const band = (page.bands[chart.bands] ?? []).find(band => band.style === style);
    if (band) add("block", band.tone, text);
  }
  const seen = new Set();
  for (const mark of stripsOf(chart).marks ? page.marks : []) {
    if (seen.has(mark.title)) continue;
    seen.add(mark.title);
    const symbol = element("canvas", { class: "symbol", width: 24, height: 24, "aria-hidden": "true" });
    Object.assign(symbol.dataset, { symbol: mark.symbol, light: mark.tone[0], dark: mark.tone[1] });
    parts.push(element("span", { class: "sign" }, symbol, mark.title));
  }
  return parts;
}

function drawSigns() {
  for (const canvas of document.querySelectorAll("canvas.symbol")) {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, 24, 24);
    drawSymbol(context, canvas.dataset.symbol, 12, 12, 8, toned([canvas.dataset.light, canvas.dataset.dark]));
  }
}

// All of the axis, and no cursor.
function goBack(live) {
  live.own = null;
  choose(() => {
    state.at = state.hover = null;
    delete state.zoom[live.chart.group];
  }, "cursor", "zoom");
}

// Pointer, touch and keys of one chart.
function listen(live, isTime) {
  const { chart, plot, box } = live, over = plot.over;
  const move = x => {
    if (isTime) { state.hover = x; tell("cursor"); } else { live.own = x; showCursor(live); }
  };
  const under = event => plot.posToVal(event.clientX - over.getBoundingClientRect().left, "x");
  const hold = x => choose(() => { state.at = x; state.hover = null; }, "cursor");
  const inside = x => Math.min(Math.max(x, zoomOf(chart)[0]), zoomOf(chart)[1]);
  let began = 0;
  over.addEventListener("pointerdown", event => { began = event.clientX; });
  over.addEventListener("pointermove", event => move(inside(under(event))));
  over.addEventListener("pointerleave", () => move(null));
  over.addEventListener("pointerup", event => {
    if (Math.abs(event.clientX - began) > 5 || !isTime) return;
    const x = inside(under(event)), held = state.at;
    // A second click on the same place lets go.
    const isSame = held !== null && Math.abs(plot.valToPos(held, "x") - plot.valToPos(x, "x")) < 4;
    hold(isSame ? null : x);
  });
  box.addEventListener("keydown", event => {
    const [low, high] = zoomOf(chart), xs = plot.data[0], at = placeOf(live) ?? (low + high) / 2;
    const place = x => isTime ? hold(inside(x)) : (live.own = inside(x), showCursor(live));
    const zoomBy = factor => zoomTo(chart, at - (at - low) * factor, at + (high - at) * factor);
    const step = to => place(xs[Math.max(0, Math.min(xs.length - 1, indexAt(xs, at, false) + to))]);
    const actions = {
      ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => place(low), End: () => place(high),
      "+": () => zoomBy(0.5), "-": () => zoomBy(2),
      Escape: () => goBack(live),
    };
    // Escape closes the panel first.
    const isOthers = event.key === "Escape" && state.component !== null;
    if (!actions[event.key] || isOthers || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    actions[event.key]();
  });
}

when("cursor", () => charts.forEach(live => live.chart.group === "time" && showCursor(live)));
when("zoom", () => charts.forEach(live => { applyZoom(live); showCursor(live); }));
when("off", () => charts.forEach(({ chart, plot, keys }) => keys.forEach((key, index) => {
  const isOn = !state.off.has(key.key);
  key.button.setAttribute("aria-pressed", String(isOn));
  if (plot.series[index + 1].show !== isOn) plot.setSeries(index + 1, { show: isOn });
})));
