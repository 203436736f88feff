// The third view: stacks, layerings and protocols in words.

function drawTables() {
  const plan = scenario(), box = $('tables');
  const what = `${state.scenario} ${graph().number}`;
  if (box.dataset.what === what) return;
  box.dataset.what = what;
  const table = (caption, heads, rows) => h('table', {}, h('caption', {}, caption), h('thead', {}, h('tr', {}, heads.map(head))),
    h('tbody', {}, rows));
  const row = (cells, attributes) => h('tr', attributes || {}, cells.map((cell, i) => h(i ? 'td' : 'th', i ? {} : {scope: 'row'}, cell)));
  const parts = [];
  if (plan.stacks.length) parts.push(table('Stacks, best first', ['Rank', 'Stack', 'Round trips', 'Bytes', 'Fits', 'Equivalence', 'Why', 'Warnings'],
    plan.stacks.map((ranked, i) => row([String(ranked.rank), h('button', {type: 'button', class: 'link', onclick: () => change({stack: i})}, broken(ranked.spelling)),
      known(ranked.costs.handshake_rtts), known(ranked.costs.overhead_bytes), known(ranked.costs.payload_mtu), ranked.equivalence, ranked.why,
      ranked.warnings.map(warning => `${warning.text} [${warning.source}]`).join('; ')]))));
  parts.push(table('Who runs over whom', ['Upper', '', 'Lower', 'Status', 'Source'], graph().edges.map(edge => {
    const made = row([pick(edge.upper), edge.keys ? 'keys' : 'runs over', pick(edge.lower), edge.status, edge.source]);
    edge.row = made;
    return made;
  })));
  parts.push(table('Protocols', ['Id', 'Name', 'Document', 'Lane', 'Kinds', 'Status', 'Deployment'], graph().nodes.map(node =>
    (node.row = row([pick(node.id), node.name, node.document, graph().lanes[node.lane], node.kinds.join(', '), node.statuses.join(', '), node.deployment])))));
  box.replaceChildren(...parts);
  mark();
}
