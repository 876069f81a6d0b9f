// ECharts, fetched only by pages that draw, in the colours of the theme. A point with a `url` opens its list.
import { colour } from "./colours.js";
import { matches, onArrival } from "./words.js";

const drawn = new Map();
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("script[data-echarts]").dataset.echarts;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function resolve(value) {
  if (typeof value === "string") return value.startsWith("--") ? colour(value) : value;
  if (Array.isArray(value)) return value.map(resolve);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, resolve(inside)]));
}

/** Smaller than the text around it, on a desk as on the wall. */
function size(share) {
  return Math.round(parseFloat(getComputedStyle(document.body).fontSize) * share);
}

function theme() {
  const axis = {
    axisLine: { lineStyle: { color: "--line-2" } },
    axisTick: { show: false },
    axisLabel: { color: "--ink-2", fontSize: size(0.8) },
    nameTextStyle: { color: "--ink-2", fontSize: size(0.8) },
    splitLine: { lineStyle: { color: "--line" } },
  };
  return resolve({
    color: ["--brand", "--blue", "--orange", "--violet", "--amber", "--red", "--grey"],
    textStyle: { color: "--ink-2", fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size(0.86) },
    legend: { textStyle: { color: "--ink-2", fontSize: size(0.86) }, itemWidth: 12, itemHeight: 8, top: 0 },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
  });
}

function defaults() {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return resolve({
    animation: !isStill,
    animationDuration: 250,
    grid: { left: 8, right: 12, top: 28, bottom: 4, outerBoundsMode: "same" },
    // richText: a tooltip of HTML would need inline styles, which the page's policy forbids.
    tooltip: { renderMode: "richText", confine: true, backgroundColor: "--paper", borderColor: "--line-2", textStyle: { color: "--ink", fontSize: size(0.86) } },
  });
}

/** The chart that stands in the plot; a new one where there is none, or where its canvas was swapped away. */
function chartIn(echarts, plot) {
  const standing = drawn.get(plot);
  if (standing && plot.querySelector("canvas")) return standing;
  standing?.dispose();
  const chart = echarts.init(plot, theme(), { renderer: "canvas" });
  chart.on("click", ({ data }) => data?.url && location.assign(data.url));
  sizes.observe(plot);
  drawn.set(plot, chart);
  return chart;
}

function draw(echarts, holder) {
  const plot = holder.querySelector(".plot");
  if (!plot?.isConnected) return;
  const option = resolve(JSON.parse(holder.dataset.chart));
  const base = defaults();
  const whole = { ...base, ...option, grid: option.grid ?? base.grid, tooltip: { ...base.tooltip, ...option.tooltip } };
  chartIn(echarts, plot).setOption(whole, { notMerge: true });
}

async function drawAll(part) {
  const holders = matches(part, "[data-chart]");
  if (!holders.length) return;
  try {
    const echarts = await load();
    for (const holder of holders) draw(echarts, holder);
  } catch (error) {
    console.error("charts are not drawn; their tables are there", error);
    for (const holder of holders) holder.querySelector("details")?.setAttribute("open", "");
  }
}

/** A chart takes its colours when it is made, so another theme takes another chart. */
function drawAnew() {
  for (const chart of drawn.values()) chart.dispose();
  drawn.clear();
  drawAll(document.body);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) drawn.get(target)?.resize();
});

function prune() {
  for (const [plot, chart] of drawn) {
    if (plot.isConnected) continue;
    chart.dispose();
    sizes.unobserve(plot);
    drawn.delete(plot);
  }
}

export function start() {
  onArrival(drawAll);
  document.addEventListener("desk:theme", drawAnew);
  document.addEventListener("htmx:afterSwap", (event) => {
    prune();
    // A merged chart keeps its canvas, and is drawn again from the numbers that came.
    drawAll(event.detail.target.isConnected ? event.detail.target : document.body);
  });
}
