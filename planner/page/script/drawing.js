// Which parts are drawn again: those alone of which something has changed.

let drawn = {};
function draw() {
  const other = name => drawn[name] !== state[name];
  const newScenario = other('scenario'), newStack = newScenario || other('stack');
  root.dataset.theme = state.theme;
  $('theme').textContent = {auto: 'Theme: auto', light: 'Theme: light', dark: 'Theme: dark'}[state.theme];
  if (newScenario) drawScenario();
  if (newScenario || other('only')) drawFilters();
  if (newScenario || other('only') || other('view')) drawView();
  if (newStack) {
    drawCards();
    drawStaircase();
    $('said').textContent = stack() ? `Rank ${stack().rank}: ${stack().spelling}` : $('headline').textContent;
  }
  if (newStack || other('only') || other('node')) { highlight(); drawReasons(); }
  if (newScenario || other('only')) mark();
  if ((newStack || other('only') || other('view')) && state.view === 'graph') { whole(); bring(graph().lit[0]); }
  else if (other('node') && state.view === 'graph') bring(graph().node.get(state.node)?.element);
  drawn = {...state};
}
