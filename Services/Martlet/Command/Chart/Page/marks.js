// What is seen in the data of the page. The parts of the page's script run as one: marks, layers,
// panes, controls. Data is arrays with one cell for each candle; null is undefined.
const LWC = window.LightweightCharts;
const root = document.documentElement;
const data = JSON.parse(document.getElementById("data").textContent);
const count = data.time.length;
const byId = (id) => document.getElementById(id);

const LENGTHS = [5, 11, 15, 18, 21, 24, 28, 34];
const GREEN = "#22ab94", RED = "#f23645", LIME = "#00c853", GOLD = "#ff9800";
const SKY = "#2196f3", YELLOW = "#e6b800", PURPLE = "#ab47bc", PINK = "#ec407a";

// name: words, glyph, colour, place on its pane, on at first.
// The panes: price (above or below the candle), wave and rsi (at a value, or at a column's).
const MARKS = {
  a_long_ema: ["Long EMA", "circle", LIME, "below", true],
  a_short_ema: ["Short EMA", "circle", RED, "above", true],
  a_blue_tri_up: ["Blue triangle up", "up", SKY, "below", true],
  a_blue_tri_down: ["Blue triangle down", "down", SKY, "above", true],
  a_yellow_x_up: ["Yellow X up", "x", YELLOW, "above", true],
  a_yellow_x_down: ["Yellow X down", "x", YELLOW, "below", true],
  a_red_cross: ["Red cross", "cross", RED, "above", false],
  a_green_cross: ["Green cross", "cross", LIME, "below", false],
  a_red_diamond: ["Red diamond", "diamond", RED, "above", false],
  a_green_diamond: ["Green diamond", "diamond", LIME, "below", false],
  a_blood_diamond: ["Blood diamond", "diamond", "#b71c1c", "above", false, 1.5],
  a_moon_diamond: ["Moon diamond", "diamond", "#00bfa5", "below", false, 1.5],
  a_bull_candle: ["Bull candle", "square", LIME, "below", false],
  a_bear_candle: ["Bear candle", "square", RED, "above", false],
  b_cross_up: ["Waves cross up", "circle", LIME, "b_wt2", true, 0.7],
  b_cross_down: ["Waves cross down", "circle", RED, "b_wt2", true, 0.7],
  b_buy: ["Buy circle", "circle", LIME, -103, true, 1.3],
  b_sell: ["Sell circle", "circle", RED, 103, true, 1.3],
  b_buy_div: ["Divergence buy dot", "ring", LIME, -113, true, 1.1],
  b_sell_div: ["Divergence sell dot", "ring", RED, 113, true, 1.1],
  b_gold_buy: ["Gold buy dot", "circle", GOLD, -123, true, 1.4],
  b_wt_bull_div: ["Wave bullish divergence", "up", LIME, "b_wt2", false],
  b_wt_bear_div: ["Wave bearish divergence", "down", RED, "b_wt2", false],
  b_wt_bull_div2: ["Wave bullish divergence, 2nd range", "up", "#00897b", "b_wt2", false],
  b_wt_bear_div2: ["Wave bearish divergence, 2nd range", "down", "#ad1457", "b_wt2", false],
  b_wt_bull_hidden: ["Wave hidden bullish", "diamond", LIME, "b_wt2", false],
  b_wt_bear_hidden: ["Wave hidden bearish", "diamond", RED, "b_wt2", false],
  b_wt_bull_hidden_lim: ["Wave hidden bullish, within limits", "square", LIME, "b_wt2", false],
  b_wt_bear_hidden_lim: ["Wave hidden bearish, within limits", "square", RED, "b_wt2", false],
  b_rsi_bull_div: ["RSI bullish divergence", "up", LIME, "b_rsi", false],
  b_rsi_bear_div: ["RSI bearish divergence", "down", RED, "b_rsi", false],
  b_rsi_bull_hidden: ["RSI hidden bullish", "diamond", LIME, "b_rsi", false],
  b_rsi_bear_hidden: ["RSI hidden bearish", "diamond", RED, "b_rsi", false],
  b_stoch_bull_div: ["Stochastic bullish divergence", "up", SKY, "b_stoch_k", false],
  b_stoch_bear_div: ["Stochastic bearish divergence", "down", PINK, "b_stoch_k", false],
  b_gold_sell_ours: ["Gold sell dot (ours)", "circle", GOLD, 123, false, 1.4],
  b_purple_up_ours: ["Purple triangle up (ours)", "up", PURPLE, -93, false, 1.2],
  b_purple_down_ours: ["Purple triangle down (ours)", "down", PURPLE, 93, false, 1.2],
  b_sommi_bull_flag: ["Sommi bull flag", "flag", SKY, -83, false, 1.2],
  b_sommi_bear_flag: ["Sommi bear flag", "flag", PINK, 83, false, 1.2],
  b_sommi_bull_diamond: ["Sommi bull diamond", "diamond", SKY, -73, false, 1.2],
  b_sommi_bear_diamond: ["Sommi bear diamond", "diamond", PINK, 73, false, 1.2],
};

const REGIMES = {
  "neutral": ["neutral", null, "#787b86"],
  "trending-up": ["trending up", "34,171,148", GREEN],
  "trending-down": ["trending down", "242,54,69", RED],
  "ranging": ["ranging", "33,150,243", SKY],
  "volatile": ["volatile", "255,152,0", GOLD],
};

const THEMES = {
  light: {
    text: "#131722", rule: "#9598a1", pane: "#ffffff", line: "#e0e3eb", grid: "#f0f3fa",
    up: ["#0d47a1", "#1556b5", "#1e66c8", "#3077d6", "#4a8ae0", "#669ee9", "#84b3f0", "#a3c8f6"],
    down: ["#5d606b", "#6a6d78", "#787b86", "#8b8e98", "#9da0a9", "#aeb1b9", "#bfc2c9", "#d1d4dc"],
    wt1: "#90caf9", wt2: "#1e5bb8", wave: "255,193,7", words: ["#4b9fe6", "#1e5bb8", "#b58900"],
    zone: 0.13, tint: 0.07,
  },
  dark: {
    text: "#d1d4dc", rule: "#5d606b", pane: "#131722", line: "#2a2e39", grid: "#1c2130",
    up: ["#1573d4", "#3096ff", "#57abff", "#85c2ff", "#9bcdff", "#b3d9ff", "#c9e5ff", "#dfecfb"],
    down: ["#787b86", "#848792", "#90939d", "#9c9fa8", "#a8abb3", "#b4b6bd", "#c0c2c8", "#cccdd2"],
    wt1: "#90caf9", wt2: "#0d47a1", wave: "255,229,0", words: ["#90caf9", "#4d8fe0", "#ffe500"],
    zone: 0.17, tint: 0.1,
  },
};

const state = {
  theme: root.dataset.theme === "auto"
    ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")
    : root.dataset.theme,
  ribbon: true, zones: true, allZones: false, regime: true, volume: true, wave: true, rsi: true,
  marks: new Set(Object.keys(MARKS).filter((name) => MARKS[name][4])),
};

const digits = Math.min(data.decimals, 12);
const price = (x) => x == null ? "–" : x.toLocaleString("en-US",
  { minimumFractionDigits: digits, maximumFractionDigits: digits });
const brief = (x) => x == null ? "–" : x.toFixed(1);
const quantity = (x) => x == null ? "–" : new Intl.NumberFormat("en-US",
  { notation: "compact", maximumSignificantDigits: 4 }).format(x);
const stamp = (seconds) => {
  const text = new Date(seconds * 1000).toISOString();
  return data.seconds % 86400 === 0 ? text.slice(0, 10)
    : text.slice(0, data.seconds < 60 ? 19 : 16).replace("T", " ");
};

const regimeAt = (() => {
  const cells = new Array(count).fill("neutral");
  data.regimes.forEach(([from, name], index) => {
    const end = index + 1 < data.regimes.length ? data.regimes[index + 1][0] : count;
    cells.fill(name, from, end);
  });
  return cells;
})();

// The marks of each candle, in the order of the list above.
const marksAt = new Map();
for (const name of Object.keys(MARKS)) {
  for (const place of data.marks[name] || []) {
    if (!marksAt.has(place)) marksAt.set(place, []);
    marksAt.get(place).push(name);
  }
}

const isUp = (i) => data.close[i] >= data.open[i];
const isRibbonUp = (i) => data.a_ema34[i] != null && data.a_ema34[i] < data.a_ema11[i];

// The candle from which a zone is drawn: where the level became known, or its last test if that
// was before, and the level got a new name since.
for (const level of data.levels) {
  const since = Math.min(level.found, level.lastTest);
  const place = data.time.findIndex((time) => time >= since);
  level.place = place < 0 ? count - 1 : place;
}
