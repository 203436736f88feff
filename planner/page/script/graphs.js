// The graphs, each with its elements at hand; and which graph, scenario and stack are shown.

const graphs = data.graphs.map((graph, number) => {
  const svg = $(`graph-${number}`), matrix = $(`matrix-${number}`);
  const made = {...graph, svg, matrix, number, node: new Map(), handshake: new Map(), edge: new Map(), lit: []};
  made.nodeElements = [...svg.querySelectorAll('.node')];
  made.nodes.forEach((node, i) => {
    node.element = made.nodeElements[i];
    node.words = [node.id, node.label, node.name, node.document].join(' ').toLowerCase();
    node.edges = [];
    made.node.set(node.id, node);
    if (node.of) made.handshake.set(node.of, node);
  });
  made.edges = made.edges.map(([upper, lower, status, source, keys]) =>
    ({upper, lower, status, source, keys, from: made.node.get(upper), to: made.node.get(lower), lines: [], chip: null}));
  for (const edge of made.edges) {
    made.edge.set(`${edge.keys} ${edge.upper} ${edge.lower}`, edge);
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
  }
  made.lineElements = [...svg.querySelectorAll('.edge')];
  made.lines.forEach((places, i) => { for (const at of places) made.edges[at].lines.push(made.lineElements[i]); });
  const chips = svg.querySelectorAll('.chip');
  made.chips.forEach((places, i) => { for (const at of places) made.edges[at].chip = chips[i]; });
  for (const mark of matrix.querySelectorAll('.mark')) made.edges[mark.dataset.e].mark = mark;
  made.groups = Object.fromEntries(['edges', 'arcs', 'badges', 'nodes'].map(name => [name, svg.querySelector('.' + name)]));
  made.statuses = [...new Set(made.nodes.flatMap(node => node.statuses))].sort();
  return made;
});
const scenario = () => data.scenarios[state.scenario];
const graph = () => graphs[state.only && scenario().union != null ? scenario().union : scenario().graph];
const stack = () => scenario().stacks[state.stack];
// A phone, and a catalogue of hundreds, begin with the listed stacks alone; everything else is one press away.
const few = () => scenario().union != null && (innerWidth < 700 || graphs[scenario().graph].nodes.length > 300);
