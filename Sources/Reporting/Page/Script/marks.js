// What stands in a chart beside its lines: phases and faults behind them, decisions in a strip above, limits across.

const stripHeight = 15;

function stripsOf(chart) {
  const bands = page.bands[chart.bands] ?? [];
  const named = bands.filter(band => band.title), faults = named.some(band => band.style === "fault");
  return { faults, phases: named.some(band => band.style !== "fault"), marks: chart.marks && page.marks.length > 0 };
}

// Room above the plot, in pixels.
function roomAbove(chart) {
  const strips = stripsOf(chart);
  return 8 + stripHeight * (strips.faults + strips.phases + strips.marks);
}

function drawBands(plot, chart) {
  const { ctx, bbox } = plot, strips = stripsOf(chart), ratio = devicePixelRatio;
  // Where the last name of a row ends: what would run into it is left out, and told under the cursor.
  const taken = [bbox.left, bbox.left];
  ctx.save();
  ctx.font = 11 * ratio + "px system-ui, sans-serif";
  for (const band of page.bands[chart.bands] ?? []) {
    const left = Math.max(plot.valToPos(band.from, "x", true), bbox.left);
    const right = Math.min(plot.valToPos(band.to, "x", true), bbox.left + bbox.width);
    if (right <= left) continue;
    ctx.fillStyle = toned(band.tone);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    const isFault = band.style === "fault", width = ctx.measureText(band.title).width, row = isFault ? 0 : 1;
    const start = Math.max(bbox.left, Math.min((left + right - width) / 2, bbox.left + bbox.width - width));
    if (!band.title || start < taken[row] || (!isFault && width > right - left + 4)) continue;
    taken[row] = start + width + 8 * ratio;
    const above = 6 + stripHeight * (strips.marks + (isFault ? 0 : strips.faults));
    ctx.fillStyle = toned(isFault ? page.tones.limit : page.tones.muted);
    ctx.fillText(band.title, start, bbox.top - above * ratio);
  }
  ctx.restore();
}

// Text over lines, in a frame of the ground.
function writeOver(ctx, text, x, y) {
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.strokeStyle = toned(page.tones.card);
  ctx.strokeText(text, x, y);
  ctx.restore();
  ctx.fillText(text, x, y);
}

function drawLimits(plot, chart) {
  const { ctx, bbox } = plot, ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = toned(page.tones.limit);
  ctx.lineWidth = 1.3 * ratio;
  ctx.font = 11 * ratio + "px system-ui, sans-serif";
  ctx.textAlign = "right";
  ctx.textBaseline = "alphabetic";
  let lowest = -Infinity;
  for (const limit of [...chart.limits].sort((a, b) => b.at - a.at)) {
    const at = plot.valToPos(limit.at, limit.vertical ? "x" : "y", true);
    const inside = limit.vertical ? at >= bbox.left && at <= bbox.left + bbox.width
      : at >= bbox.top && at <= bbox.top + bbox.height;
    if (!inside) continue;
    ctx.setLineDash([7 * ratio, 4 * ratio]);
    ctx.beginPath();
    if (limit.vertical) ctx.moveTo(at, bbox.top), ctx.lineTo(at, bbox.top + bbox.height);
    else ctx.moveTo(bbox.left, at), ctx.lineTo(bbox.left + bbox.width, at);
    ctx.stroke();
    // A name that would stand on another is left to the list of lines.
    if (limit.vertical || at - lowest < 14 * ratio) continue;
    lowest = at;
    writeOver(ctx, limit.title, bbox.left + bbox.width - 4 * ratio, at - 4 * ratio);
  }
  ctx.restore();
}

// Decisions that would stand on one another are drawn once.
function drawMarks(plot, chart) {
  if (!stripsOf(chart).marks) return;
  const { ctx, bbox } = plot, ratio = devicePixelRatio, last = {};
  ctx.save();
  for (const mark of page.marks) {
    const x = plot.valToPos(mark.x, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width || x - (last[mark.title] ?? -99) < 4 * ratio) continue;
    last[mark.title] = x;
    drawSymbol(ctx, mark.symbol, x, bbox.top - 8 * ratio, 4 * ratio, toned(mark.tone));
  }
  ctx.restore();
}

const symbolPaths = {
  up: [[0, -1], [1, 0.8], [-1, 0.8]], down: [[0, 1], [1, -0.8], [-1, -0.8]],
  square: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]], diamond: [[0, -1.1], [1, 0], [0, 1.1], [-1, 0]],
};

function drawSymbol(ctx, symbol, x, y, size, colour) {
  const isOpen = symbol.startsWith("open"), shape = isOpen ? symbol.slice(4).toLowerCase() : symbol;
  ctx.beginPath();
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.lineWidth = size / 2.6;
  const path = symbolPaths[shape];
  if (path) {
    path.forEach(([right, down], index) => index ? ctx.lineTo(x + right * size, y + down * size)
      : ctx.moveTo(x + right * size, y + down * size));
    ctx.closePath();
  } else if (shape === "circle") {
    ctx.arc(x, y, size * 0.85, 0, 7);
  } else {
    const turn = shape === "plus" ? [[0, 1], [1, 0]] : [[1, 1], [1, -1]];
    for (const [a, b] of turn) ctx.moveTo(x - a * size, y - b * size), ctx.lineTo(x + a * size, y + b * size);
  }
  path && !isOpen || shape === "circle" && !isOpen ? ctx.fill() : ctx.stroke();
}

// What is the case at an instant, in words: phases, faults, and decisions of its interval.
function eventsAt(time) {
  const words = [];
  for (const band of page.bands[0] ?? []) {
    if (time >= band.from && time < band.to && band.title) {
      const text = (band.style === "fault" ? "fault " : "phase ") + band.title;
      if (!words.includes(text)) words.push(text);
    }
  }
  const reach = Math.max(page.interval / 2, page.span / 400);
  const near = page.decisions.filter(decision => Math.abs(decision.at - time) <= reach);
  for (const { kind, component, change } of near.slice(0, 3)) words.push([kind, component, change].join(" ").trim());
  if (near.length > 3) words.push(near.length - 3 + " more decisions");
  return words;
}
