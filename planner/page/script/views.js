// The tabs: which of graph, matrix and tables is there, and the buttons that belong to it.

function drawView() {
  const it = graph();
  for (const view of VIEWS) {
    const on = view === state.view, tab = $(`tab-${view}`);
    tab.setAttribute('aria-selected', on);
    tab.tabIndex = on ? 0 : -1;
    if (on) $('panel').setAttribute('aria-labelledby', tab.id);
  }
  for (const one of graphs) {
    one.svg.toggleAttribute('hidden', one !== it || state.view !== 'graph');
    one.matrix.toggleAttribute('hidden', one !== it || state.view !== 'matrix');
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
