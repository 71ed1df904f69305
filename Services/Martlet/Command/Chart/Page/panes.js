// The chart itself: its panes and their series, built anew when the theme or the panes change.
const whitespace = (i) => ({ time: data.time[i] });
function points(column, colour) {
  const cells = data[column], items = new Array(count);
  for (let i = 0; i < count; i++) {
    items[i] = cells[i] == null ? whitespace(i)
      : colour ? { time: data.time[i], value: cells[i], color: colour(i) }
      : { time: data.time[i], value: cells[i] };
  }
  return items;
}

const quiet = {
  priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false,
};

// Everything of the page that changes with the theme or with the panes.
let current = null;

function build() {
  const before = current && current.chart.timeScale().getVisibleLogicalRange();
  if (current) current.chart.remove();
  root.dataset.theme = state.theme;
  const look = THEMES[state.theme];
  const chart = LWC.createChart(byId("chart"), {
    autoSize: true,
    layout: {
      background: { type: "solid", color: look.pane }, textColor: look.text, fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: look.line, separatorHoverColor: look.grid, enableResize: true },
    },
    grid: { vertLines: { color: look.grid }, horzLines: { color: look.grid } },
    crosshair: { mode: LWC.CrosshairMode.Normal },
    rightPriceScale: { borderColor: look.line },
    timeScale: {
      borderColor: look.line, timeVisible: data.seconds % 86400 !== 0,
      secondsVisible: data.seconds < 60, rightOffset: 8, minBarSpacing: 0.2,
    },
    localization: { locale: "en-GB", timeFormatter: (time) => `${stamp(time)} UTC` },
  });
  current = { chart, look, layers: [], ribbon: [], lines: [], legends: [] };
  addPrice(chart, look);
  const panes = ["price"];
  if (state.wave) addWaves(chart, look, panes.push("wave") - 1);
  if (state.rsi) addOscillators(chart, look, panes.push("rsi") - 1);
  chart.panes().forEach((pane, i) => pane.setStretchFactor(i === 0 ? 62 : i === 1 ? 26 : 16));
  current.panes = panes;
  addLegends(chart);
  applySwitches();
  if (before) chart.timeScale().setVisibleLogicalRange(before); else show(SPANS[1]);
  chart.subscribeCrosshairMove((at) => describe(at.logical));
  describe(null);
}

function attach(series, layer) {
  series.attachPrimitive(layer);
  current.layers.push(layer);
}

function addPrice(chart, look) {
  const candles = chart.addSeries(LWC.CandlestickSeries, {
    upColor: GREEN, downColor: RED, wickUpColor: GREEN, wickDownColor: RED,
    borderVisible: false, priceLineStyle: LWC.LineStyle.Dotted,
    priceFormat: { type: "price", precision: digits, minMove: Math.pow(10, -digits) },
  });
  candles.setData(data.time.map((time, i) => ({
    time, open: data.open[i], high: data.high[i], low: data.low[i], close: data.close[i],
  })));
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.14, bottom: 0.2 } });
  current.candles = candles;
  current.volume = chart.addSeries(LWC.HistogramSeries, {
    ...quiet, priceScaleId: "volume", priceFormat: { type: "volume" },
  });
  current.volume.priceScale().applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
  current.volume.setData(points("volume", (i) => (isUp(i) ? GREEN : RED) + "66"));
  LENGTHS.forEach((length, index) => {
    const line = chart.addSeries(LWC.LineSeries, {
      ...quiet, lineWidth: 1, autoscaleInfoProvider: () => null,
    });
    line.setData(points(`a_ema${length}`, (i) => (isRibbonUp(i) ? look.up : look.down)[index]));
    current.ribbon.push(line);
  });
  attach(candles, regimeTint(chart, look));
  attach(candles, levelZones(chart, candles, look));
  attach(candles, ribbonFill(chart, candles, look));
  attach(candles, candleMarks(chart, candles));
  attach(candles, levelNames(candles, look));
}

// A range of values that is shown even where the data leave it empty.
const atLeast = (low, high) => (original) => {
  const range = original() && original().priceRange;
  return {
    priceRange: {
      minValue: Math.min(low, range ? range.minValue : low),
      maxValue: Math.max(high, range ? range.maxValue : high),
    },
  };
};

function area(chart, pane, column, top, bottom, options) {
  const series = chart.addSeries(LWC.BaselineSeries, {
    ...quiet, baseValue: { type: "price", price: 0 }, lineWidth: 1,
    topFillColor1: top, topFillColor2: top, bottomFillColor1: bottom, bottomFillColor2: bottom,
    topLineColor: top, bottomLineColor: bottom, ...options,
  }, pane);
  series.setData(points(column));
  return series;
}

function level(series, at, colour, style) {
  series.createPriceLine({
    price: at, color: colour, lineWidth: 1, lineStyle: style, axisLabelVisible: false, title: "",
  });
}

function addWaves(chart, look, pane) {
  const plain = { priceFormat: { type: "price", precision: 1, minMove: 0.1 } };
  const fast = area(chart, pane, "b_wt1", look.wt1 + "b0", look.wt1 + "b0",
    { ...plain, autoscaleInfoProvider: atLeast(-130, 130) });
  const slow = area(chart, pane, "b_wt2", look.wt2 + "c8", look.wt2 + "c8", plain);
  area(chart, pane, "b_wt_vwap", `rgba(${look.wave},.5)`, `rgba(${look.wave},.5)`, plain);
  area(chart, pane, "b_rsimfi", "rgba(62,225,69,.45)", "rgba(255,61,46,.45)", plain);
  for (const at of [60, -60]) level(fast, at, look.rule, LWC.LineStyle.Solid);
  for (const at of [53, -53]) level(fast, at, look.rule, LWC.LineStyle.Dotted);
  level(fast, 0, look.rule, LWC.LineStyle.Solid);
  const owns = (place) => typeof place === "number" || place === "b_wt2";
  slow.priceScale().applyOptions({ scaleMargins: { top: 0.04, bottom: 0.04 } });
  attach(slow, valueMarks(chart, slow, owns));
}

function addOscillators(chart, look, pane) {
  const line = (column, colour, width) => {
    const series = chart.addSeries(LWC.LineSeries, {
      ...quiet, lineWidth: width, autoscaleInfoProvider: atLeast(0, 100),
      priceFormat: { type: "price", precision: 1, minMove: 0.1 },
      ...(typeof colour === "string" ? { color: colour } : {}),
    }, pane);
    series.setData(points(column, typeof colour === "string" ? null : colour));
    return series;
  };
  line("b_stoch_d", "#7e57c2", 1);
  line("b_stoch_k", "#21baf3", 1);
  const heat = (x) => x <= 30 ? LIME : x >= 60 ? RED : "#c33ee1";
  const rsi = line("b_rsi", (i) => heat(data.b_rsi[i]), 2);
  for (const at of [70, 30]) level(rsi, at, look.rule, LWC.LineStyle.Dashed);
  const owns = (place) => place === "b_rsi" || place === "b_stoch_k";
  rsi.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.08 } });
  attach(rsi, valueMarks(chart, rsi, owns));
}
