// Lights the chosen stack and the selected protocol in graph and matrix.

function highlight() {
  const it = graph(), one = stack(), lit = [];
  for (const element of it.lit) element.classList.remove('on', 'near', 'picked');
  it.groups.arcs.replaceChildren();
  it.groups.badges.replaceChildren();
  const light = (element, name = 'on') => {
    if (element) { element.classList.add(name); lit.push(element); }
  };
  if (one) {
    const places = new Map();
    let arriving = null;
    one.layers.forEach((layer, i) => {
      const node = it.node.get(layer.protocol), next = one.layers[i + 1];
      if (!node) return;
      light(node.element);
      places.set(node, [...(places.get(node) || []), [i + 1, arriving]]);
      if (layer.keyed_by && it.node.has(layer.keyed_by)) {
        const key = it.handshake.get(layer.keyed_by) || it.node.get(layer.keyed_by);
        light(key.element);
        follow(it, it.edge.get(`1 ${key.id} ${node.id}`), key, node, light);
      }
      const below = next && it.node.get(next.protocol);
      arriving = below ? follow(it, it.edge.get(`0 ${node.id} ${below.id}`), node, below, light) : null;
    });
    for (const [node, found] of places) badges(it, node, found);
  }
  const picked = it.node.get(state.node);
  it.svg.querySelector('.node[aria-pressed]')?.removeAttribute('aria-pressed');
  if (picked) {
    light(picked.element, 'picked');
    picked.element.setAttribute('aria-pressed', 'true');
    for (const edge of picked.edges) {
      raise(it, edge, light, 'near');
      light((edge.from === picked ? edge.to : edge.from).element, 'near');
    }
    // The chosen path stays on top of the selected protocol's lines.
    for (const element of lit) if (element.matches('.edge.on')) it.groups.edges.append(element);
  }
  it.lit = lit;
  it.svg.classList.toggle('dim', !!one || !!picked || !!query);
  for (const label of it.matrix.querySelectorAll('text.on')) label.classList.remove('on');
  const ids = new Set(one ? one.layers.flatMap(layer => [layer.protocol,
    layer.keyed_by && (it.handshake.get(layer.keyed_by)?.id || layer.keyed_by)]) : []);
  if (picked) ids.add(picked.id);
  if (ids.size) for (const label of it.matrix.querySelectorAll('text[data-id]'))
    if (ids.has(label.dataset.id)) label.classList.add('on');
}
function raise(it, edge, light, name) {
  for (const line of edge.lines) { light(line, name); it.groups.edges.append(line); }
  light(edge.mark, name);
  light(edge.chip, name);
}
// Lights one step of the stack and says where its line arrives; a step without a line gets an arc.
function follow(it, edge, from, to, light) {
  if (edge) raise(it, edge, light, 'on');
  if (!edge || !edge.lines.length) {
    const way = arc(from, to, edge);
    it.groups.arcs.append(way);
    return Number(way.getAttribute('d').match(/(-?[\d.]+) -?[\d.]+$/)[1]);
  }
  const ends = edge.lines.flatMap(line => (line.getAttribute('d') || line.firstElementChild.getAttribute('d'))
    .match(/-?[\d.]+ -?[\d.]+/g)).map(pair => pair.split(' ').map(Number));
  return ends.reduce((low, end) => end[1] > low[1] ? end : low)[0];
}
// The places of a node in the stack on one plate at its corner; a wide box has them where the lines arrive.
function badges(it, node, found) {
  const [x, y, w] = node.box, plates = [];
  for (const [number, arriving] of found) {
    const at = w > 400 && arriving != null ? clamp(arriving + 13, x + 7, x + w - 7) : x, top = at === x ? y : y - 3;
    const near = plates.find(plate => Math.abs(plate.at - at) < 34);
    if (near) near.numbers.push(number); else plates.push({at, top, numbers: [number]});
  }
  for (const {at, top, numbers} of plates) {
    const text = numbers.join(', '), wide = Math.max(14, text.length * 5.3 + 6), group = s('g', {class: 'badge', transform: `translate(${at} ${top})`});
    group.append(s('rect', {x: 7 - wide, y: -7, width: wide, height: 14, rx: 7}), s('text', {x: 7 - wide / 2, y: 3.5}, text));
    it.groups.badges.append(group);
  }
}
