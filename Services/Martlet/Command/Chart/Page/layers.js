// What is drawn beyond lines and candles, with the library's primitives.
// A layer of a pane under the library's own drawing or over it.
class Layer {
  constructor(order, draw) {
    this.views = [{
      zOrder: () => order,
      renderer: () => ({
        draw: (target) => target.useMediaCoordinateSpace(
          ({ context, mediaSize }) => draw(context, mediaSize)),
      }),
    }];
  }
  attached({ requestUpdate }) { this.update = requestUpdate; }
  updateAllViews() {}
  paneViews() { return this.views; }
}

const GLYPHS = {
  circle(c, x, y, r) { c.beginPath(); c.arc(x, y, r, 0, 7); c.fill(); },
  ring(c, x, y, r) {
    c.lineWidth = Math.max(1.5, r / 2.2);
    c.beginPath(); c.arc(x, y, r * 0.8, 0, 7); c.stroke();
  },
  square(c, x, y, r) { c.fillRect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6); },
  up(c, x, y, r) { polygon(c, [[x, y - r], [x + r, y + r * 0.8], [x - r, y + r * 0.8]]); },
  down(c, x, y, r) { polygon(c, [[x, y + r], [x + r, y - r * 0.8], [x - r, y - r * 0.8]]); },
  diamond(c, x, y, r) {
    polygon(c, [[x, y - r * 1.15], [x + r, y], [x, y + r * 1.15], [x - r, y]]);
  },
  x(c, x, y, r) { strokes(c, r, [[x - r, y - r, x + r, y + r], [x - r, y + r, x + r, y - r]]); },
  cross(c, x, y, r) { strokes(c, r, [[x - r, y, x + r, y], [x, y - r, x, y + r]]); },
  flag(c, x, y, r) {
    strokes(c, r * 0.7, [[x - r, y - r, x - r, y + r]]);
    polygon(c, [[x - r, y - r], [x + r, y - r * 0.4], [x - r, y + r * 0.2]]);
  },
};

function polygon(c, points) {
  c.beginPath();
  for (const [x, y] of points) c.lineTo(x, y);
  c.closePath();
  c.fill();
}

function strokes(c, r, lines) {
  c.lineWidth = Math.max(1.5, r / 2);
  c.beginPath();
  for (const [x1, y1, x2, y2] of lines) { c.moveTo(x1, y1); c.lineTo(x2, y2); }
  c.stroke();
}

function glyph(c, name, x, y, radius) {
  const [, shape, colour, , , size] = MARKS[name];
  c.fillStyle = c.strokeStyle = colour;
  GLYPHS[shape](c, x, y, radius * (size || 1));
}

// The first and the last candle in view, one more on each side.
function inView(chart) {
  const range = chart.timeScale().getVisibleLogicalRange();
  if (!range) return [0, -1];
  return [Math.max(0, Math.floor(range.from) - 1), Math.min(count - 1, Math.ceil(range.to) + 1)];
}

const glyphRadius = (chart) =>
  Math.max(2.5, Math.min(6, chart.timeScale().options().barSpacing * 0.7));

// Marks that stand above or below the candles, stacked away from them.
function candleMarks(chart, series) {
  return new Layer("top", (c) => {
    const scale = chart.timeScale(), radius = glyphRadius(chart), [first, last] = inView(chart);
    for (let i = first; i <= last; i++) {
      const names = marksAt.get(i);
      if (!names) continue;
      const x = scale.logicalToCoordinate(i);
      let above = series.priceToCoordinate(data.high[i]) - radius - 4;
      let below = series.priceToCoordinate(data.low[i]) + radius + 4;
      for (const name of names) {
        const side = MARKS[name][3];
        if (!state.marks.has(name) || side !== "above" && side !== "below") continue;
        glyph(c, name, x, side === "above" ? above : below, radius);
        if (side === "above") above -= radius * 2 + 3; else below += radius * 2 + 3;
      }
    }
  });
}

// Marks that stand at a value of a pane; `owns` tells which are this pane's.
function valueMarks(chart, series, owns) {
  return new Layer("top", (c) => {
    const scale = chart.timeScale(), radius = glyphRadius(chart), [first, last] = inView(chart);
    for (let i = first; i <= last; i++) {
      for (const name of marksAt.get(i) || []) {
        const place = MARKS[name][3];
        if (!state.marks.has(name) || !owns(place)) continue;
        const value = typeof place === "number" ? place : data[place][i];
        if (value == null) continue;
        glyph(c, name, scale.logicalToCoordinate(i), series.priceToCoordinate(value), radius);
      }
    }
  });
}

// What the regime frame says, as the colour of the time.
function regimeTint(chart, look) {
  return new Layer("bottom", (c, size) => {
    if (!state.regime) return;
    const scale = chart.timeScale(), half = scale.options().barSpacing / 2;
    const [first, last] = inView(chart);
    data.regimes.forEach(([from, name], index) => {
      const end = (index + 1 < data.regimes.length ? data.regimes[index + 1][0] : count) - 1;
      const tint = REGIMES[name][1];
      if (!tint || end < first || from > last) return;
      const left = scale.logicalToCoordinate(Math.max(from, first)) - half;
      const right = scale.logicalToCoordinate(Math.min(end, last)) + half;
      c.fillStyle = `rgba(${tint},${look.tint})`;
      c.fillRect(left, 0, right - left, size.height);
    });
  });
}

// The ribbon between its second and its last line, filled.
function ribbonFill(chart, series, look) {
  return new Layer("bottom", (c) => {
    if (!state.ribbon) return;
    const scale = chart.timeScale(), [first, last] = inView(chart);
    const at = (column, i) => series.priceToCoordinate(data[column][i]);
    let from = first;
    while (from < last) {
      const up = isRibbonUp(from);
      let to = from + 1;
      while (to < last && isRibbonUp(to) === up) to++;
      if (data.a_ema34[from] != null) {
        c.beginPath();
        for (let i = from; i <= to; i++) c.lineTo(scale.logicalToCoordinate(i), at("a_ema11", i));
        for (let i = to; i >= from; i--) c.lineTo(scale.logicalToCoordinate(i), at("a_ema34", i));
        c.fillStyle = (up ? look.up : look.down)[3] + "38";
        c.fill();
      }
      from = data.a_ema34[from] == null ? from + 1 : to;
    }
  });
}

const shownLevels = () =>
  state.zones ? data.levels.filter((level) => state.allZones || level.usable) : [];
const levelTint = (level) => level.kind === "support" ? "34,171,148" : "242,54,69";

// The zones of the levels, the stronger the denser.
function levelZones(chart, series, look) {
  return new Layer("bottom", (c, size) => {
    const scale = chart.timeScale();
    for (const level of shownLevels()) {
      const x = Math.max(0, scale.logicalToCoordinate(level.place));
      const top = series.priceToCoordinate(level.high), low = series.priceToCoordinate(level.low);
      const y = series.priceToCoordinate(level.price);
      if (x >= size.width || low < 0 || top > size.height) continue;
      const tint = levelTint(level), strength = level.strength / 100;
      c.fillStyle = `rgba(${tint},${look.zone * (level.usable ? 0.5 + strength : 0.4)})`;
      c.fillRect(x, top, size.width - x, Math.max(1, low - top));
      c.strokeStyle = `rgba(${tint},${level.usable ? 0.9 : 0.45})`;
      c.lineWidth = 1;
      c.setLineDash(level.phase === "broken" || level.phase === "retested" ? [5, 4]
        : level.usable ? [] : [1, 3]);
      c.beginPath(); c.moveTo(x, y); c.lineTo(size.width, y); c.stroke();
      c.setLineDash([]);
    }
  });
}

// The names of the zones, over the candles; one of two that would overlap.
function levelNames(series, look) {
  return new Layer("top", (c, size) => {
    const drawn = [];
    c.font = "11px sans-serif";
    for (const level of shownLevels()) {
      const top = series.priceToCoordinate(level.high);
      if (top < 40 || top > size.height || drawn.some((other) => Math.abs(other - top) < 13)) {
        continue;
      }
      drawn.push(top);
      const text = `${level.kind === "support" ? "S" : "R"} ${price(level.price)} · `
        + `${level.tests} tests · ${level.strength.toFixed(0)}`
        + (level.phase === "confirmed" ? "" : ` · ${level.phase}`);
      const left = size.width - c.measureText(text).width - 6;
      c.fillStyle = look.pane + "c0";
      c.fillRect(left - 3, top - 14, size.width - left, 14);
      c.fillStyle = `rgb(${levelTint(level)})`;
      c.fillText(text, left, top - 3);
    }
  });
}
