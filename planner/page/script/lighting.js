// Lights the chosen stack and the selected protocol in graph and matrix.

function highlight() {
  const current = graph(), chosen = stack(), picked = current.node.get(state.node), lit = [];
  for (const element of current.lit) element.classList.remove('on', 'near', 'picked');
  current.groups.arcs.replaceChildren();
  current.groups.badges.replaceChildren();
  const light = (element, name = 'on') => {
    if (element) { element.classList.add(name); lit.push(element); }
  };
  if (chosen) lightStack(current, chosen, light);
  current.svg.querySelector('.node[aria-pressed]')?.removeAttribute('aria-pressed');
  if (picked) {
    lightProtocol(current, picked, light);
    // The chosen path stays on top of the selected protocol's lines.
    for (const element of lit) if (element.matches('.edge.on')) current.groups.edges.append(element);
  }
  current.lit = lit;
  current.svg.classList.toggle('dim', !!chosen || !!picked || !!query);
  lightNames(current, chosen, picked);
}
function lightStack(current, chosen, light) {
  const places = new Map();
  let arriving = null;
  chosen.layers.forEach((layer, i) => {
    const node = current.node.get(layer.protocol), next = chosen.layers[i + 1];
    if (!node) return;
    light(node.element);
    places.set(node, [...(places.get(node) || []), [i + 1, arriving]]);
    if (layer.keyed_by && current.node.has(layer.keyed_by)) {
      const key = current.handshake.get(layer.keyed_by) || current.node.get(layer.keyed_by);
      light(key.element);
      follow(current, current.edge.get(`1 ${key.id} ${node.id}`), key, node, light);
    }
    const below = next && current.node.get(next.protocol);
    arriving = below ? follow(current, current.edge.get(`0 ${node.id} ${below.id}`), node, below, light) : null;
  });
  for (const [node, steps] of places) badges(current, node, steps);
}
function lightProtocol(current, picked, light) {
  light(picked.element, 'picked');
  picked.element.setAttribute('aria-pressed', 'true');
  for (const edge of picked.edges) {
    raise(current, edge, light, 'near');
    light((edge.from === picked ? edge.to : edge.from).element, 'near');
  }
}
// The names at the sides of the matrix.
function lightNames(current, chosen, picked) {
  for (const label of current.matrix.querySelectorAll('text.on')) label.classList.remove('on');
  const ids = new Set(chosen ? chosen.layers.flatMap(layer => [layer.protocol,
    layer.keyed_by && (current.handshake.get(layer.keyed_by)?.id || layer.keyed_by)]) : []);
  if (picked) ids.add(picked.id);
  if (ids.size) for (const label of current.matrix.querySelectorAll('text[data-id]'))
    if (ids.has(label.dataset.id)) label.classList.add('on');
}
function raise(current, edge, light, name) {
  for (const line of edge.lines) { light(line, name); current.groups.edges.append(line); }
  light(edge.mark, name);
  light(edge.chip, name);
}
// Lights one step of the stack and says where its line arrives; a step without a line gets an arc.
function follow(current, edge, from, to, light) {
  if (edge) raise(current, edge, light, 'on');
  if (!edge || !edge.lines.length) {
    const way = arc(from, to, edge);
    current.groups.arcs.append(way);
    return Number(way.getAttribute('d').match(/(-?[\d.]+) -?[\d.]+$/)[1]);
  }
  const ends = edge.lines.flatMap(line => (line.getAttribute('d') || line.firstElementChild.getAttribute('d'))
    .match(/-?[\d.]+ -?[\d.]+/g)).map(pair => pair.split(' ').map(Number));
  return ends.reduce((low, end) => end[1] > low[1] ? end : low)[0];
}
// The places of a node in the stack on one plate at its corner; a wide box has them where the lines arrive.
function badges(current, node, steps) {
  const [x, y, w] = node.box, plates = [];
  for (const [number, arriving] of steps) {
    const at = w > 400 && arriving != null ? clamp(arriving + 13, x + 7, x + w - 7) : x, top = at === x ? y : y - 3;
    const near = plates.find(plate => Math.abs(plate.at - at) < 34);
    if (near) near.numbers.push(number); else plates.push({at, top, numbers: [number]});
  }
  for (const {at, top, numbers} of plates) {
    const text = numbers.join(', '), wide = Math.max(14, text.length * 5.3 + 6), group = s('g', {class: 'badge', transform: `translate(${at} ${top})`});
    group.append(s('rect', {x: 7 - wide, y: -7, width: wide, height: 14, rx: 7}), s('text', {x: 7 - wide / 2, y: 3.5}, text));
    current.groups.badges.append(group);
  }
}
