// The tabs: which of graph, matrix and tables is there, and the buttons that belong to it.

function drawView() {
  const current = graph();
  for (const view of VIEWS) {
    const on = view === state.view, tab = $(`tab-${view}`);
    tab.setAttribute('aria-selected', on);
    tab.tabIndex = on ? 0 : -1;
    if (on) $('panel').setAttribute('aria-labelledby', tab.id);
  }
  for (const each of graphs) {
    each.svg.toggleAttribute('hidden', each !== current || state.view !== 'graph');
    each.matrix.toggleAttribute('hidden', each !== current || state.view !== 'matrix');
  }
  $('tables').hidden = state.view !== 'table';
  $('only').hidden = scenario().union == null;
  $('only').setAttribute('aria-pressed', state.only);
  if (drawn.scenario !== state.scenario || drawn.only !== state.only) { scales.graph = scales.matrix = 0; zoomed = false; }
  document.body.dataset.view = state.view;
  if (state.view === 'table') drawTables();
  size();
  drawKey();
}
