// What a press, a drag and a wheel do in the panel, and what the buttons do.

let dragged = false;
$('panel').addEventListener('click', event => {
  if (dragged) return;
  const node = event.target.closest('.node'), pair = event.target.closest('.mark'), label = event.target.closest('text[data-id]');
  if (node) toggleNode(node);
  else if (pair) change({node: graph().edges[pair.dataset.e].upper});
  else if (label) change({node: label.dataset.id});
});
$('panel').addEventListener('pointerdown', event => {  // a mouse drags the picture; fingers scroll it as anything else
  dragged = false;
  if (event.pointerType !== 'mouse' || event.button || state.view === 'table' || event.target.closest('.node')) return;
  const panel = $('panel'), x = event.clientX + panel.scrollLeft, y = event.clientY + panel.scrollTop;
  const drag = moved => {
    dragged ||= Math.abs(moved.clientX - event.clientX) + Math.abs(moved.clientY - event.clientY) > 4;
    panel.scrollTo(x - moved.clientX, y - moved.clientY);
  };
  addEventListener('pointermove', drag);
  addEventListener('pointerup', () => removeEventListener('pointermove', drag), {once: true});
});
$('panel').addEventListener('wheel', event => {
  if (!event.ctrlKey || state.view === 'table') return;
  event.preventDefault();
  zoom(scales[state.view] * Math.exp(-event.deltaY / 300));
}, {passive: false});
$('panel').addEventListener('scroll', freeze, {passive: true});
for (const view of VIEWS) $(`tab-${view}`).addEventListener('click', () => change({view}));
$('larger').addEventListener('click', keys['+']);
$('smaller').addEventListener('click', keys['-']);
$('fit').addEventListener('click', keys[0]);
$('only').addEventListener('click', keys.o);
$('theme').addEventListener('click', nextTheme);
$('help').addEventListener('click', keys['?']);
$('search').addEventListener('input', search);
$('search').addEventListener('blur', () => { $('matches').hidden = true; });
$('search').addEventListener('focus', () => { $('matches').hidden = !query; });
$('nofilter').addEventListener('click', () => { Object.values(filters).forEach(set => set.clear()); mark(); });
$('scenario').addEventListener('change', () => openScenario(Number($('scenario').value)));
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  (document.querySelector('.card') || $('list')).focus();
});
document.addEventListener('click', event => { if (!$('filter').contains(event.target)) $('filter').open = false; });
addEventListener('popstate', () => { fromHash(); draw(); });
