// The key above the picture: what its lines, chips and marks mean.

function drawKey() {
  const current = graph(), runs = current.edges.filter(edge => !edge.keys).length, roles = new Set(current.nodes.map(node => node.role));
  const drawing = (wide, ...parts) => { const svg = s('svg', {viewBox: `0 0 ${wide} 14`, width: wide, height: 14, 'aria-hidden': 'true'}); svg.append(...parts); return svg; };
  const path = (name, d) => drawing(26, s('path', {class: name, d}));
  const chip = kind => { const example = current.svg.querySelector(`.chip.${kind}`); return example && drawing(44, sample(kind)); };
  const square = name => drawing(10, s('path', {class: `mark ${name}`, d: name === 'keyed' ? 'M5 2l5 5l-5 5l-5-5Z' : 'M1 3h8v8h-8Z'}));
  const says = {
    graph: [[path('edge', 'M0 7H26'), 'runs over'], [path('edge keyed', 'M0 7H26'), 'makes keys for'], [chip('carries'), 'carries IP again'],
      [chip('over'), 'runs over something drawn level or above'], [chip('keys'), 'is keyed by that, too']],
    matrix: [[square('transport'), 'row runs over column'], [square('hollow transport'), 'the same, drawn level or above'], [square('keyed'), 'row keys column'],
      [drawing(12, s('path', {class: 'handshake', d: data.key, transform: 'translate(5.5 7)'})), 'as handshake'],
      ...Object.entries(data.roles).filter(([role]) => roles.has(role)).map(([role, word], i) => [square(role), `${i ? '' : 'column: '}${word}`])],
    table: []}[state.view];
  $('key').replaceChildren(h('span', {}, `${current.nodes.filter(node => !node.of).length} protocols, ${runs} layerings`),
    ...says.filter(([svg]) => svg).map(([svg, words]) => h('span', {}, svg, words)));
  $('shown').textContent = {graph: 'What may run over what', matrix: 'Matrix: what runs over what', table: ''}[state.view];
}
// A chip for the key: the sign before what the node also runs over or is keyed by, behind what it carries again.
function sample(kind) {
  const group = s('g', {class: `chip ${kind}`}), text = {carries: 'IP', over: 'TLS', keys: 'PSK'}[kind], wide = {carries: 9, over: 18, keys: 19}[kind];
  const start = (44 - wide - 12) / 2, at = kind === 'carries' ? start + wide + 2 : start, sign = s('g', {class: 'sign', transform: kind === 'keys' ? `translate(${at + 4.5} 7)scale(.9)` : `translate(${at} 2)scale(.83)`});
  sign.append(...(kind === 'keys' ? [s('path', {d: data.key})] : [s('path', {d: data.again[0]}), s('path', {class: 'head', d: data.again[1]})]));
  group.append(s('rect', {x: .5, y: .5, width: 43, height: 13, rx: 6.5}), sign, s('text', {x: kind === 'carries' ? start : start + 12, y: 10.4}, text));
  return group;
}
