// The chosen stack in detail: its staircase, why it has its rank, its layers, and its tables.

function drawStaircase() {
  const made = $(`stair-${state.scenario}-${state.stack}`);
  $('staircase').replaceChildren(...(made ? [h('h2', {}, broken(stack().spelling)), made.content.cloneNode(true)] : []));
  $('staircase').hidden = !made;
}
function drawReasons() {
  const chosen = stack(), parts = [];
  const picked = graph().node.get(state.node);
  if (picked) parts.push(protocolBox(picked));
  if (chosen) parts.push(...reasons(chosen, scenario().stacks[state.stack - 1]));
  else if (!picked) parts.push(h('p', {class: 'note'}, scenario().stacks.length
    ? 'No stack is chosen. Choose one on the list, or a protocol in the graph.'
    : 'Choose a protocol in the graph to see what it runs over and by which document.'));
  $('reasons').replaceChildren(...parts);
}
function reasons(chosen, above) {
  const parts = [h('h2', {}, `Why rank ${chosen.rank}`), h('p', {class: 'why'}, chosen.why[0].toUpperCase() + chosen.why.slice(1) + '.')];
  for (const warning of chosen.warnings) parts.push(warningLine(warning));
  if (chosen.unmet.length) parts.push(h('h3', {}, 'Unmet'), h('ul', {}, chosen.unmet.map(unmet => h('li', {}, unmet))));
  if (above) parts.push(difference(chosen, above));
  if (chosen.moves.length) parts.push(h('h3', {}, 'What would move it up'), h('ul', {class: 'moves'},
    chosen.moves.map(([change, rank]) => h('li', {}, h('code', {}, change), `: rank ${rank}`))));
  parts.push(h('h3', {}, 'Layers'), h('ol', {class: 'layers'}, chosen.layers.map((layer, i) => {
    const next = chosen.layers[i + 1];
    return h('li', {}, h('b', {}, layer.protocol), layer.keyed_by && ` keyed by ${layer.keyed_by}`,
      chosen.bytes[i] !== undefined && h('span', {class: 'bytes'}, ` ${known(chosen.bytes[i])} bytes`),
      next && layer.over ? h('p', {}, layer.over.status === 'specified' ? '' : `${layer.over.status}, `,
        `over ${next.protocol}: `, cite(layer.over.source)) : h('p', {}, 'the outermost: what the path sees'));
  })));
  if (chosen.answers.length) parts.push(h('details', {}, h('summary', {}, 'How each demand is met'), answersTable(chosen)));
  parts.push(h('details', {}, h('summary', {}, 'Every criterion'), scoreTable(chosen)));
  parts.push(h('details', {}, h('summary', {}, 'What it gives'), givesTable(chosen)));
  return parts;
}
function difference(chosen, above) {
  const rows = chosen.score.map((score, i) => [score, above.score[i].value]).filter(([score, other]) => score.value !== other);
  const names = list => list.layers.map(spelled);
  const less = names(above).filter(name => !names(chosen).includes(name)), more = names(chosen).filter(name => !names(above).includes(name));
  return h('div', {}, h('h3', {}, `Against rank ${above.rank}`),
    h('p', {class: 'swap'}, less.length || more.length
      ? [less.length > 0 && h('del', {}, less.join(', ')), ' ', more.length > 0 && h('ins', {}, more.join(', '))]
      : 'The same layers in another order.'),
    rows.length > 0 && h('table', {class: 'small'}, h('thead', {}, h('tr', {}, ['', 'here', 'there', 'difference'].map(head))),
      h('tbody', {}, rows.map(([score, other]) => h('tr', {}, h('th', {scope: 'row'}, criterion(score)[1]),
        h('td', {}, known(score.value)), h('td', {}, known(other)), h('td', {}, signed(score.value, other)))))));
}
function signed(here, there) {
  if (here == null || there == null) return '';
  return here > there ? `+${here - there}` : `\u2212${there - here}`;
}
const head = text => h('th', {scope: 'col'}, text);
function scoreTable(chosen) {
  return h('table', {class: 'small'}, h('thead', {}, h('tr', {}, ['', 'value', 'because'].map(head))), h('tbody', {},
    chosen.score.map(score => h('tr', {}, h('th', {scope: 'row'}, criterion(score)[1]),
      h('td', {}, known(score.value)), h('td', {class: 'text'}, score.because.join(', '))))));
}
function answersTable(chosen) {
  return h('table', {class: 'small'}, h('tbody', {}, chosen.answers.map(([demand, met, layers, source]) => h('tr', {},
    h('th', {scope: 'row'}, demand), h('td', {class: 'text'}, met ? '' : h('b', {}, 'not met '), layers, ' ', cite(source))))));
}
function givesTable(chosen) {
  const rows = [...Object.entries(chosen.security).map(([name, value]) => [name, value ? 'yes' : 'no']),
    ...(chosen.protects ? [['protects', chosen.protects]] : []), ...Object.entries(chosen.transport),
    ...Object.entries(chosen.interfaces).map(([name, layers]) => [name, layers.join(', ')])];
  return h('table', {class: 'small'}, h('tbody', {}, rows.map(([name, value]) =>
    h('tr', {}, h('th', {scope: 'row'}, name), h('td', {class: 'text'}, value)))));
}
