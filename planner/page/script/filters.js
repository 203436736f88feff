// The buttons of roles and the box of filters, and what they and the search leave of graph, matrix and tables.

const passes = node => (!filters.role.size || filters.role.has(node.role)) && (!filters.lane.size || filters.lane.has(node.lane))
  && (!filters.status.size || node.statuses.some(status => filters.status.has(status)));

function mark() {
  const current = graph(), filtering = Object.values(filters).some(set => set.size);
  for (const node of current.nodes) {
    node.out = !passes(node);
    node.hit = hits(node);
    node.element.classList.toggle('out', node.out);
    node.element.classList.toggle('kept', filtering && !node.out);
    node.element.classList.toggle('hit', node.hit && !node.out);
    if (node.row) node.row.hidden = node.out || (query && !node.hit);
  }
  const shown = new Set();
  for (const edge of current.edges) {
    const out = edge.from.out || edge.to.out;
    if (!out) edge.lines.forEach(line => shown.add(line));
    if (edge.mark) edge.mark.classList.toggle('out', out || (!!query && !edge.from.hit && !edge.to.hit));
    if (edge.row) edge.row.hidden = out || (query && !edge.from.hit && !edge.to.hit);
  }
  for (const line of current.lineElements) line.classList.toggle('out', !shown.has(line));
  current.svg.classList.toggle('dim', !!stack() || !!state.node || !!query);
  current.svg.classList.toggle('searching', !!query);
  current.svg.classList.toggle('filtering', filtering);
  const count = filters.lane.size + filters.status.size;
  $('filtered').textContent = count ? ` ${count}` : '';
  for (const button of $('roles').children) button.setAttribute('aria-pressed', filters.role.has(button.dataset.role));
  for (const input of document.querySelectorAll('#filter input')) input.checked = filters[input.dataset.kind].has(input.valueOf_);
}
function drawFilters() {
  const current = graph();
  if ($('filter').dataset.graph === String(current.number)) return;
  $('filter').dataset.graph = current.number;
  filters.lane.clear();
  filters.status.clear();
  const toggle = (kind, value) => { filters[kind].delete(value) || filters[kind].add(value); mark(); };
  const roles = new Set(current.nodes.map(node => node.role));
  $('roles').replaceChildren(...Object.entries(data.roles).filter(([role]) => roles.has(role)).map(([role, word]) =>
    h('button', {type: 'button', class: `role ${role}`, 'data-role': role, onclick: () => toggle('role', role)}, sign(role), word)));
  const boxes = (id, kind, entries) => $(id).replaceChildren($(id).firstElementChild, ...entries.map(([value, word]) => {
    const input = h('input', {type: 'checkbox', 'data-kind': kind, onchange: () => toggle(kind, value)});
    input.valueOf_ = value;
    return h('label', {}, input, word);
  }));
  boxes('lanes', 'lane', current.lanes.map((word, i) => [i, word]).reverse());
  boxes('statuses', 'status', current.statuses.map(status => [status, status]));
}

// The shape that tells a role without its colour.
function sign(role) {
  const shapes = {mapping: 'M1 6 4.5 1.5h7L15 6l-3.5 4.5h-7z', secure: 'M4 5.5h8V11H4zM5.5 5.5v-2a2.5 2.5 0 0 1 5 0v2',
    keys: 'M1 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M6 6h9M12 6v3M14.5 6v2.5', plain: 'M3.5 2h9a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z'};
  const svg = s('svg', {viewBox: '0 0 16 12', 'aria-hidden': 'true'});
  svg.append(s('path', {d: shapes[role] || 'M1.5 2h13v8h-13zM1.5 9.200h13'}));
  return svg;
}
