// The graphs, each with its elements at hand; and which graph, scenario and stack are shown.

const graphs = data.graphs.map((graph, number) => {
  const svg = $(`graph-${number}`), matrix = $(`matrix-${number}`);
  const it = {...graph, svg, matrix, number, node: new Map(), handshake: new Map(), edge: new Map(), lit: []};
  it.nodeElements = [...svg.querySelectorAll('.node')];
  it.nodes.forEach((node, i) => {
    node.element = it.nodeElements[i];
    node.words = [node.id, node.label, node.name, node.document].join(' ').toLowerCase();
    node.edges = [];
    it.node.set(node.id, node);
    if (node.of) it.handshake.set(node.of, node);
  });
  it.edges = it.edges.map(([upper, lower, status, source, keys]) =>
    ({upper, lower, status, source, keys, from: it.node.get(upper), to: it.node.get(lower), lines: [], chip: null}));
  for (const edge of it.edges) {
    it.edge.set(`${edge.keys} ${edge.upper} ${edge.lower}`, edge);
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
  }
  it.lineElements = [...svg.querySelectorAll('.edge')];
  it.lines.forEach((places, i) => { for (const at of places) it.edges[at].lines.push(it.lineElements[i]); });
  const chips = svg.querySelectorAll('.chip');
  it.chips.forEach((places, i) => { for (const at of places) it.edges[at].chip = chips[i]; });
  for (const mark of matrix.querySelectorAll('.mark')) it.edges[mark.dataset.e].mark = mark;
  it.groups = Object.fromEntries(['edges', 'arcs', 'badges', 'nodes'].map(name => [name, svg.querySelector('.' + name)]));
  it.statuses = [...new Set(it.nodes.flatMap(node => node.statuses))].sort();
  return it;
});
const scenario = () => data.scenarios[state.scenario];
const graph = () => graphs[state.only && scenario().union != null ? scenario().union : scenario().graph];
const stack = () => scenario().stacks[state.stack];
// A phone, and a catalogue of hundreds, begin with the listed stacks alone; everything else is one press away.
const few = () => scenario().union != null && (innerWidth < 700 || graphs[scenario().graph].nodes.length > 300);
