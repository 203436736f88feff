// The border between picture and reasons, dragged or moved with its arrows; and the window getting another width.

function bringPath() {
  if (state.view === 'graph') { whole(); bring(graph().lit[0]); }
}
function sayBorder() {
  const border = $('split');
  border.setAttribute('aria-valuemin', 80);
  border.setAttribute('aria-valuemax', Math.max(80, document.querySelector('main').clientHeight - 160));
  border.setAttribute('aria-valuenow', $('detail').offsetHeight);
}
function split(high) {
  const most = document.querySelector('main').clientHeight - 160;
  document.querySelector('main').style.setProperty('--low', `${clamp(high, 80, most)}px`);
  scales.graph = scales.matrix = 0;
  size();
  bringPath();
  sayBorder();
}
$('split').addEventListener('pointerdown', event => {
  event.preventDefault();
  const drag = moved => split(innerHeight - moved.clientY);
  addEventListener('pointermove', drag);
  addEventListener('pointerup', () => removeEventListener('pointermove', drag), {once: true});
});
$('split').addEventListener('keydown', event => {
  const by = {ArrowUp: 40, ArrowDown: -40}[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  split($('detail').offsetHeight + by);
});
let width = innerWidth;
addEventListener('resize', () => {
  if (innerWidth !== width) { width = innerWidth; scales.graph = scales.matrix = 0; zoomed = false; size(); bringPath(); }
  sayBorder();
});
