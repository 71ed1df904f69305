// What is under the crosshair, the switches, and the beginning of it all.
function addLegends(chart) {
  for (const old of document.querySelectorAll(".legend")) old.remove();
  const place = () => chart.panes().forEach((pane, index) => {
    const element = pane.getHTMLElement();
    if (!element) return;
    const top = element.getBoundingClientRect().top - byId("chart").getBoundingClientRect().top;
    current.legends[index].style.top = `${top + 6}px`;
  });
  current.legends = chart.panes().map(() => {
    const legend = document.createElement("div");
    legend.className = "legend";
    byId("chart").append(legend);
    return legend;
  });
  const observer = new ResizeObserver(() => { if (current.chart === chart) place(); });
  requestAnimationFrame(() => {
    if (current.chart !== chart) return;
    for (const pane of chart.panes()) observer.observe(pane.getHTMLElement());
    place();
  });
}

// Rows of [label, text, colour].
function fill(legend, rows) {
  legend.replaceChildren(...rows.filter((row) => row.length).map((row) => {
    const line = document.createElement("div");
    for (const [label, text, colour] of row) {
      const item = document.createElement("span"), name = document.createElement("i");
      name.textContent = label;
      item.append(name, text);
      if (colour) item.style.color = colour;
      line.append(item);
    }
    return line;
  }));
}

function describe(logical) {
  const i = logical == null ? count - 1 : Math.max(0, Math.min(count - 1, Math.round(logical)));
  const { look, legends, panes } = current;
  const colour = isUp(i) ? GREEN : RED;
  const change = i > 0 ? data.close[i] / data.close[i - 1] * 100 - 100 : 0;
  const palette = isRibbonUp(i) ? look.up : look.down;
  const marks = (marksAt.get(i) || []).filter((name) => state.marks.has(name));
  const regime = REGIMES[regimeAt[i]];
  fill(legends[0], [
    [
      ["", stamp(data.time[i])], ["O", price(data.open[i]), colour],
      ["H", price(data.high[i]), colour], ["L", price(data.low[i]), colour],
      ["C", price(data.close[i]), colour],
      ["", `${change < 0 ? "" : "+"}${change.toFixed(2)} %`, change < 0 ? RED : GREEN],
      ["Vol", quantity(data.volume[i])], [data.regimeFrame, regime[0], regime[2]],
    ],
    state.ribbon ? LENGTHS.map((length, index) =>
      [
        index === 0 ? `EMA ${length}` : `${length}`, price(data[`a_ema${length}`][i]),
        palette[Math.min(index, 4)],
      ]) : [],
    marks.map((name) => ["", MARKS[name][0], MARKS[name][2]]),
  ]);
  const wave = legends[panes.indexOf("wave")], rsi = legends[panes.indexOf("rsi")];
  const money = data.b_rsimfi[i];
  if (wave) fill(wave, [[
    ["WT1", brief(data.b_wt1[i]), look.words[0]],
    ["WT2", brief(data.b_wt2[i]), look.words[1]],
    ["Wave", brief(data.b_wt_vwap[i]), look.words[2]],
    ["RSI+MFI", brief(money), money == null ? null : money > 0 ? GREEN : RED],
  ]]);
  if (rsi) fill(rsi, [[
    ["RSI 14", brief(data.b_rsi[i]), "#c33ee1"], ["Stoch K", brief(data.b_stoch_k[i]), "#21baf3"],
    ["D", brief(data.b_stoch_d[i]), "#7e57c2"],
  ]]);
}

const SPANS = [[100, "100"], [250, "250"], [1000, "1000"], [count, "All"]];

function show(span) {
  const scale = current.chart.timeScale();
  const bars = Math.min(span[0], count);
  const room = Math.max(6, bars * 0.13);
  scale.setVisibleLogicalRange({ from: count - bars - 0.5, to: count - 1 + room });
  for (const button of byId("spans").children) {
    button.setAttribute("aria-pressed", button.textContent === span[1]);
  }
}

// Applies what can change without building anew.
function applySwitches() {
  for (const line of current.ribbon) line.applyOptions({ visible: state.ribbon });
  current.volume.applyOptions({ visible: state.volume });
  for (const line of current.lines) current.candles.removePriceLine(line);
  current.lines = shownLevels().filter((entry) => entry.usable).map((entry) =>
    current.candles.createPriceLine({
      price: entry.price, color: `rgb(${levelTint(entry)})`, lineVisible: false,
      axisLabelVisible: true, title: "",
    }));
  for (const layer of current.layers) layer.update();
  report();
}

function button(parent, text, title, isOn, act) {
  const element = document.createElement("button");
  element.textContent = text;
  element.title = title;
  if (isOn) element.setAttribute("aria-pressed", isOn());
  element.addEventListener("click", () => {
    act();
    if (isOn) element.setAttribute("aria-pressed", isOn());
  });
  parent.append(element);
  return element;
}

function toggle(text, key, title, rebuilds) {
  button(byId("switches"), text, title, () => state[key], () => {
    state[key] = !state[key];
    if (rebuilds) build(); else { applySwitches(); describe(null); }
  }).dataset.key = key;
}

function addSwitches() {
  for (const span of SPANS) {
    button(byId("spans"), span[1], `Show ${span[1]} candles`, null, () => show(span));
  }
  toggle("Ribbon", "ribbon", "EMA 5 11 15 18 21 24 28 34 of Cipher A");
  toggle("Zones", "zones", `Levels of ${data.levelFrame} with three tests or more`);
  toggle("All zones", "allZones", "Also levels with fewer tests, or weaker ones");
  toggle("Regime", "regime", `Regime of ${data.regimeFrame} as background`);
  toggle("Volume", "volume", "Volume");
  toggle("Waves", "wave", "The pane of Cipher B", true);
  toggle("RSI", "rsi", "RSI and Stochastic RSI", true);
  byId("theme").addEventListener("click", () => {
    state.theme = state.theme === "dark" ? "light" : "dark";
    build();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

function addMarkList() {
  let section = "";
  for (const name of Object.keys(MARKS)) {
    const cipher = name.startsWith("a_") ? "Cipher A" : "Cipher B";
    if (cipher !== section) {
      const title = document.createElement("h2");
      title.textContent = section = cipher;
      byId("marks").append(title);
    }
    byId("marks").append(markRow(name));
  }
}

function markRow(name) {
  const row = document.createElement("label"), box = document.createElement("input");
  const sample = document.createElement("canvas"), words = document.createElement("span");
  const number = document.createElement("small");
  box.type = "checkbox";
  box.checked = state.marks.has(name);
  box.dataset.mark = name;
  box.addEventListener("change", () => {
    if (box.checked) state.marks.add(name); else state.marks.delete(name);
    applySwitches();
    describe(null);
  });
  sample.width = sample.height = 28;
  const context = sample.getContext("2d");
  context.scale(2, 2);
  glyph(context, name, 7, 7, 4);
  words.textContent = MARKS[name][0];
  number.textContent = (data.marks[name] || []).length;
  row.append(box, sample, words, number);
  return row;
}

function addLevelTable() {
  if (!data.levels.length) {
    byId("levels").textContent = `No level of ${data.levelFrame} is known yet.`;
    byId("levels").className = "empty";
    return;
  }
  const table = document.createElement("table");
  const row = (cells, tag, className) => {
    const line = document.createElement("tr");
    if (className) line.className = className;
    for (const text of cells) {
      const cell = document.createElement(tag);
      cell.textContent = text;
      line.append(cell);
    }
    table.append(line);
    return line;
  };
  const words = ["price", "zone", "tests", "breaks", "strength", "last test", "phase"];
  row([data.levelFrame, ...words], "th");
  for (const level of [...data.levels].sort((a, b) => b.price - a.price)) {
    row([
      level.kind, price(level.price), `${price(level.low)} – ${price(level.high)}`, level.tests,
      level.breaks, level.strength.toFixed(0), stamp(level.lastTest), level.phase,
    ], "td", level.usable ? "" : "weak");
  }
  byId("levels").append(table);
}

// What is drawn, for people at the foot of the page and for whoever reads its attributes.
function report() {
  const drawn = current.candles.data().length;
  let marks = 0;
  for (const name of state.marks) marks += (data.marks[name] || []).length;
  const levels = shownLevels().length;
  Object.assign(root.dataset, {
    candles: drawn, marks, levels, panes: current.chart.panes().length,
    regimes: data.regimes.length,
  });
  const number = (x, word) => `${x.toLocaleString("en-US")} ${word}${x === 1 ? "" : "s"}`;
  byId("status").textContent = [
    number(drawn, "candle"), `${stamp(data.time[0])} to ${stamp(data.time[count - 1])} UTC`,
    number(marks, "mark"), `${number(levels, "level")} of ${data.levelFrame}`,
  ].join(" · ");
}

function begin() {
  byId("title").textContent = data.title;
  const last = REGIMES[regimeAt[count - 1]];
  byId("regime").textContent = `${data.regimeFrame} ${last[0]}`;
  byId("regime").style.color = last[2];
  byId("regime").style.background = last[2] + "22";
  const link = document.createElement("a");
  link.href = "https://www.tradingview.com/";
  link.rel = "noopener noreferrer";
  link.textContent = `TradingView Lightweight Charts™ ${LWC.version()}`;
  byId("notice").append("Charts by ", link, ", © TradingView, Inc., Apache License 2.0");
  addSwitches();
  addMarkList();
  addLevelTable();
  build();
}

try {
  begin();
} catch (error) {
  const words = document.createElement("p");
  words.className = "failure";
  words.textContent = `The chart could not be drawn: ${error.message}`;
  byId("chart").replaceChildren(words);
  root.dataset.failure = error.message;
  throw error;
}
