// The state as the address after # says it, there and back; whatever changes the state goes through here.

function toHash() {
  const parts = new URLSearchParams();
  if (data.scenarios.length > 1) parts.set('scenario', state.scenario + 1);
  if (scenario().stacks.length) parts.set('stack', stack() ? stack().spelling : 'none');
  parts.set('view', state.view);
  if (state.only !== few()) parts.set('show', state.only ? 'listed' : 'all');
  if (state.node) parts.set('node', state.node);
  if (state.theme !== data.theme) parts.set('theme', state.theme);
  return '#' + parts.toString().replace(/%28/g, '(').replace(/%29/g, ')').replace(/%2F/g, '/');
}
function fromHash() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const number = Number(parts.get('scenario')) || 1;
  state.scenario = clamp(Math.trunc(number), 1, data.scenarios.length) - 1;
  const wanted = parts.get('stack'), at = scenario().stacks.findIndex(({spelling}) => spelling === wanted);
  state.stack = wanted === 'none' ? -1 : Math.max(at, 0);
  state.view = VIEWS.includes(parts.get('view')) ? parts.get('view') : 'graph';
  state.only = parts.get('show') ? parts.get('show') === 'listed' : few();
  state.node = graph().node.has(parts.get('node')) ? parts.get('node') : '';
  state.theme = THEMES.includes(parts.get('theme')) ? parts.get('theme') : data.theme;
}
function change(changes) {
  Object.assign(state, changes);
  if (toHash() !== location.hash) history.pushState(null, '', toHash());
  draw();
}
