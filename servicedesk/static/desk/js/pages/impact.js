// The impact of an item as a drawing: whatever is relied on stands above what relies on it. A click opens the item.
import { colour } from "../colours.js";
import { onArrival } from "../words.js";

const STEP = 90;

function style() {
  const ink = colour("--ink");
  const line = colour("--line-2");
  return [
    {
      selector: "node",
      style: {
        label: "data(label)",
        color: ink,
        "font-size": 11,
        "font-family": getComputedStyle(document.body).fontFamily,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-max-width": 110,
        "text-wrap": "ellipsis",
        width: 18,
        height: 18,
        "background-color": colour("--grey"),
        "border-width": 2,
        "border-color": colour("--paper"),
      },
    },
    { selector: "node[role = 'start']", style: { "background-color": colour("--brand"), width: 26, height: 26, "font-weight": 600 } },
    { selector: "node[role = 'hit']", style: { "background-color": colour("--red"), shape: "diamond" } },
    { selector: "node[role = 'weakened']", style: { "background-color": colour("--amber"), shape: "round-rectangle" } },
    {
      selector: "edge",
      style: {
        width: 1.5,
        "line-color": line,
        "target-arrow-color": line,
        "target-arrow-shape": "triangle",
        "curve-style": "bezier",
        "arrow-scale": 0.8,
      },
    },
    { selector: "edge[?isSpare]", style: { "line-style": "dashed" } },
  ];
}

function elements(told) {
  const nodes = told.nodes.map((node) => ({ data: { ...node, id: `n${node.id}` } }));
  const edges = told.edges.map((edge, place) => ({
    data: { id: `e${place}`, source: `n${edge.supplier}`, target: `n${edge.dependent}`, isSpare: edge.isSpare },
  }));
  return [...nodes, ...edges];
}

function draw(place) {
  const told = JSON.parse(document.getElementById("impact-data").textContent);
  const graph = window.cytoscape({
    container: place,
    elements: elements(told),
    style: style(),
    layout: { name: "breadthfirst", directed: true, spacingFactor: 1.1, avoidOverlap: true, animate: false, nodeDimensionsIncludeLabels: true },
    maxZoom: 2,
    minZoom: 0.1,
  });
  graph.on("tap", "node", (event) => window.location.assign(event.target.data("url")));
  graph.on("mouseover", "node", () => (place.style.cursor = "pointer"));
  graph.on("mouseout", "node", () => (place.style.cursor = ""));
  graph.fit(undefined, STEP / 2);
  document.querySelector("[data-graph-fit]")?.addEventListener("click", () => graph.fit(undefined, STEP / 2));
  new MutationObserver(() => graph.style(style())).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-bs-theme"],
  });
  place.dataset.drawn = String(graph.nodes().length);
}

onArrival(() => {
  const place = document.getElementById("impact-graph");
  if (place && !place.dataset.drawn) draw(place);
});
