// How large the picture is, and which part of it is in sight: it scrolls in its panel.

function picture() { return state.view === 'graph' ? graph().svg : graph().matrix; }
function fitting(entire) {
  const panel = $('panel'), box = picture().viewBox.baseVal;
  const fit = Math.min((panel.clientWidth - 2) / box.width, (panel.clientHeight - 2) / box.height);
  if (entire) return fit;
  // Letters stay readable: what does not fit is scrolled to.
  const wide = (panel.clientWidth - 2) / box.width;
  if (state.view === 'matrix') return clamp(fit, 0.95, 1.6);
  return innerWidth < 1000 ? clamp(wide, 0.72, 1.2) : clamp(fit, 0.74, 1.6);
}
function size(scale) {
  if (state.view === 'table') return;
  const svg = picture(), panel = $('panel'), box = svg.viewBox.baseVal, before = scales[state.view];
  const middle = [panel.scrollLeft + panel.clientWidth / 2, panel.scrollTop + panel.clientHeight / 2];
  const now = scales[state.view] = clamp(scale || before || fitting(), 0.02, 8);
  svg.style.width = `${box.width * now}px`;
  svg.style.height = `${box.height * now}px`;
  if (scale && before) {
    panel.scrollLeft = middle[0] * now / before - panel.clientWidth / 2;
    panel.scrollTop = middle[1] * now / before - panel.clientHeight / 2;
  }
  freeze();
}
function zoom(scale) {
  zoomed = true;
  size(scale);
}
// The names of the matrix stay in sight.
function freeze() {
  if (state.view !== 'matrix') return;
  const svg = graph().matrix, k = scales.matrix, panel = $('panel');
  const x = Math.max(0, panel.getBoundingClientRect().left - svg.getBoundingClientRect().left);
  svg.querySelector('.sides').setAttribute('transform', `translate(${x / k} 0)`);
  svg.querySelector('.heads').setAttribute('transform', `translate(0 ${panel.scrollTop / k})`);
}
// Where the chosen path is: its boxes (of a wide one, the middle part matters least) and its lines.
function extent() {
  const current = graph(), marks = [...current.groups.badges.children, ...current.groups.arcs.children];
  const boxes = [...current.lit.filter(element => element.matches('.node.on, .edge.on')), ...marks].map(element => {
    const box = element.getBBox(), moved = element.transform.baseVal.numberOfItems ? element.transform.baseVal.getItem(0).matrix : {e: 0, f: 0};
    return {x: box.x + moved.e, y: box.y + moved.f, w: box.width, h: box.height, wide: element.matches('.node') && box.width > 400};
  });
  const thin = boxes.filter(box => !box.wide);
  if (!thin.length) return null;
  const x = Math.min(...thin.map(box => box.x)) - 6, y = Math.min(...boxes.map(box => box.y)) - 6;
  return {x, y, width: Math.max(...thin.map(box => box.x + box.w)) + 6 - x, height: Math.max(...boxes.map(box => box.y + box.h)) + 6 - y};
}
// Smaller, where the path does not fit into the panel and the reader has set no size.
function whole() {
  const box = !zoomed && stack() && extent(), panel = $('panel');
  if (box) size(Math.min(scales.graph, (panel.clientWidth - 2) / box.width, (panel.clientHeight - 2) / box.height));
}
function bring(element) {
  if (!element) return;
  const panel = $('panel'), path = graph().lit.includes(element) && extent();
  let box = element.getBBox();
  // The whole path where it fits, else its top.
  if (path && path.width * scales.graph < panel.clientWidth) box = path;
  const k = scales.graph, svg = graph().svg, left = svg.offsetLeft || 0;
  const x = box.x * k + left, y = box.y * k, w = box.width * k, high = box.height * k;
  const inX = x >= panel.scrollLeft && x + w <= panel.scrollLeft + panel.clientWidth;
  const inY = y >= panel.scrollTop && y + high <= panel.scrollTop + panel.clientHeight;
  if (!inX) panel.scrollLeft = w > panel.clientWidth ? x : Math.max(0, Math.min(x - 20, x + w + 12 - panel.clientWidth));
  const middle = y + high / 2 - panel.clientHeight / 2;
  if (!inY) panel.scrollTop = high > panel.clientHeight ? Math.min(y - 20, middle) : middle;
}
