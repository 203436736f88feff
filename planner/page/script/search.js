// The search field and the list of its matches.

const hits = node => !!query && query.split(/\s+/).every(word => node.words.includes(word));

let active = -1;
function search() {
  query = $('search').value.trim().toLowerCase();
  const matches = query ? graphs[scenario().graph].nodes.filter(node => hits(node) && passes(node)) : [];
  const starts = node => node.id.startsWith(query) || node.label.toLowerCase().startsWith(query) ? 0 : 1;
  matches.sort((a, b) => starts(a) - starts(b) || a.id.length - b.id.length);
  active = matches.length ? 0 : -1;
  const list = $('matches');
  list.replaceChildren(...matches.slice(0, 12).map((node, i) => h('li', {role: 'option', id: `match-${i}`, 'data-id': node.id,
    onmousedown: event => { event.preventDefault(); choose(node.id); }}, h('b', {}, node.label + (node.of ? ' as handshake' : '')), ' ', [node.name, node.document].filter(Boolean).join(', '))),
    ...(query && !matches.length ? [h('li', {class: 'more'}, 'No protocol')] : []),
    ...(matches.length > 12 ? [h('li', {class: 'more'}, `and ${matches.length - 12} more`)] : []));
  list.hidden = !query;
  $('search').setAttribute('aria-expanded', !!query);
  point();
  mark();
}
function point() {
  document.querySelectorAll('#matches [role=option]').forEach((option, i) => option.setAttribute('aria-selected', i === active));
  if (active < 0) $('search').removeAttribute('aria-activedescendant');
  else $('search').setAttribute('aria-activedescendant', `match-${active}`);
}
function choose(id) {
  clearSearch();
  $('search').blur();
  change({node: id, only: state.only && graph().node.has(id)});
}
function clearSearch() {
  $('search').value = '';
  search();
}
