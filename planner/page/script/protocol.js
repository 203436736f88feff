// The box of the selected protocol: what it runs over, carries, keys and is keyed by.

function protocolBox(node) {
  const {edges} = node;
  const line = (edge, other) => h('li', {}, pick(other), edge.status === 'specified' ? '' : ` (${edge.status})`,
    ' ', cite(edge.source));
  const list = (words, ways, end) => ways.length ? h('details', {open: ways.length < 9},
    h('summary', {}, `${words} ${ways.length}`), h('ul', {}, ways.map(edge => line(edge, edge[end])))) : null;
  return h('div', {class: 'protocol'},
    h('button', {type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => change({node: ''})}, '\u00d7'),
    h('h2', {}, node.label), h('p', {}, [node.name, node.document].filter(Boolean).join(', ')),
    h('p', {class: 'note'}, [...node.kinds, ...node.statuses].join(', ')),
    h('p', {class: 'note'}, `Deployment: ${node.deployment}${node.evidence ? `, ${node.evidence}` : ''}`),
    list('Runs over', edges.filter(edge => !edge.keys && edge.from === node), 'lower'),
    list('Carries', edges.filter(edge => !edge.keys && edge.to === node), 'upper'),
    list('Keyed by', edges.filter(edge => edge.keys && edge.to === node), 'upper'),
    list('Keys', edges.filter(edge => edge.keys && edge.from === node), 'lower'));
}
const pick = id => h('button', {type: 'button', class: 'link', onclick: () => change({node: id})}, id.replace('/', ' as '));
