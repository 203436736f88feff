// What each key does.

function step(by) {
  const count = scenario().stacks.length;
  if (!count) return;
  change({stack: state.stack < 0 ? (by > 0 ? 0 : count - 1) : clamp(state.stack + by, 0, count - 1)});
  if (document.activeElement.matches('.card')) document.querySelectorAll('.card')[state.stack].focus({preventScroll: true});
}
function openScenario(number) {
  if (!data.scenarios[number]) return;
  state.scenario = number;
  change({stack: 0, node: '', only: few()});
}
function neighbour(node, dx, dy) {  // the nearest protocol that way, by its middle
  const middle = ({box: [x, y, w, high]}) => [x + w / 2, y + high / 2];
  const [x, y] = middle(node);
  let best = null, least = Infinity;
  for (const other of graph().nodes) {
    const [ox, oy] = middle(other), along = (ox - x) * dx + (oy - y) * dy, aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (other !== node && along > 1 && along + 3 * aside < least) { least = along + 3 * aside; best = other; }
  }
  return best;
}
function move(element, key) {
  const way = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[key];
  const next = neighbour(graph().nodes[element.dataset.n], ...way);
  if (!next) return;
  element.tabIndex = -1;
  next.element.tabIndex = 0;
  next.element.focus({preventScroll: true});
  bring(next.element);
}
function nextTheme() { change({theme: THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length]}); }
function escapeKey() {
  if ($('filter').open) { $('filter').open = false; $('filter').firstElementChild.focus(); }
  else if (query || document.activeElement === $('search')) { clearSearch(); $('search').blur(); }
  else if (state.node) change({node: ''});
  else if (state.stack >= 0) change({stack: -1});
}
const keys = {
  ArrowDown: () => step(1), j: () => step(1), ArrowUp: () => step(-1), k: () => step(-1),
  1: () => change({view: 'graph'}), 2: () => change({view: 'matrix'}), 3: () => change({view: 'table'}),
  '[': () => openScenario(state.scenario - 1), ']': () => openScenario(state.scenario + 1),
  '/': () => $('search').focus(), '?': () => $('keys').showModal(), t: nextTheme, Escape: escapeKey,
  '+': () => zoom(scales[state.view] * 1.25), '-': () => zoom(scales[state.view] / 1.25), 0: () => zoom(fitting(true)), o: () => change({only: !state.only && scenario().union != null, node: graph().node.has(state.node) ? state.node : ''}),
};
document.addEventListener('keydown', event => {
  const target = event.target, typing = target.matches('input[type=text], select, textarea');
  if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
  if (target === $('search')) return searchKey(event);
  if (typing && event.key !== 'Escape') return;
  if (target.matches('.node') && event.key.startsWith('Arrow')) { event.preventDefault(); return move(target, event.key); }
  if (target.matches('.node') && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); return toggleNode(target); }
  if (target.matches('[role=tab]') && /^Arrow(Left|Right)$/.test(event.key)) {
    const at = (VIEWS.indexOf(state.view) + (event.key === 'ArrowRight' ? 1 : 2)) % 3;
    change({view: VIEWS[at]});
    return $(`tab-${VIEWS[at]}`).focus();
  }
  if (state.view === 'table' && $('panel').contains(target) && event.key.startsWith('Arrow')) return;
  if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
});
function searchKey(event) {
  const count = document.querySelectorAll('#matches [role=option]').length;
  if (event.key === 'Escape') escapeKey();
  else if (event.key === 'Enter' && active >= 0) choose($(`match-${active}`).dataset.id);
  else if (event.key === 'ArrowDown' && count) { active = (active + 1) % count; point(); }
  else if (event.key === 'ArrowUp' && count) { active = (active + count - 1) % count; point(); }
  else return;
  event.preventDefault();
}
function toggleNode(element) {
  const id = graph().nodes[element.dataset.n].id;
  change({node: state.node === id ? '' : id});
}
