(() => {
'use strict';
// The page of a set of plans. State is what the address after # says; each change of it is drawn at once.
const $ = id => document.getElementById(id);
const data = JSON.parse($('data').textContent);
const root = document.documentElement;
const VIEWS = ['graph', 'matrix', 'table'];
const THEMES = ['auto', 'light', 'dark'];
const state = {scenario: 0, stack: 0, view: 'graph', only: false, node: '', theme: data.theme};
const filters = {role: new Set(), lane: new Set(), status: new Set()};
const scales = {graph: 0, matrix: 0};
let zoomed = false;  // by the reader: then the size stays
let query = '';

// --- small tools ---

function h(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child != null && child !== false));
  return made;
}
function s(tag, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text != null) made.textContent = text;
  return made;
}
const known = value => value == null ? '?' : String(value);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const spelled = layer => layer.keyed_by ? `${layer.protocol}(${layer.keyed_by})` : layer.protocol;
const cite = source => source ? h('cite', {}, source) : null;
// A spelling breaks after its slashes only.
const broken = spelling => spelling.match(/[^/]+\/?/g).flatMap(part => [h('span', {}, part), h('wbr')]);

// --- the graphs, each with its elements at hand ---

const graphs = data.graphs.map((graph, number) => {
  const svg = $(`graph-${number}`), matrix = $(`matrix-${number}`);
  const it = {...graph, svg, matrix, number, node: new Map(), handshake: new Map(), edge: new Map(), lit: []};
  it.nodeElements = [...svg.querySelectorAll('.node')];
  it.nodes.forEach((node, i) => {
    node.element = it.nodeElements[i];
    node.words = [node.id, node.label, node.name, node.document].join(' ').toLowerCase();
    node.edges = [];
    it.node.set(node.id, node);
    if (node.of) it.handshake.set(node.of, node);
  });
  it.edges = it.edges.map(([upper, lower, status, source, keys]) =>
    ({upper, lower, status, source, keys, from: it.node.get(upper), to: it.node.get(lower), lines: [], chip: null}));
  for (const edge of it.edges) {
    it.edge.set(`${edge.keys} ${edge.upper} ${edge.lower}`, edge);
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
  }
  it.lineElements = [...svg.querySelectorAll('.edge')];
  it.lines.forEach((places, i) => { for (const at of places) it.edges[at].lines.push(it.lineElements[i]); });
  const chips = svg.querySelectorAll('.chip');
  it.chips.forEach((places, i) => { for (const at of places) it.edges[at].chip = chips[i]; });
  for (const mark of matrix.querySelectorAll('.mark')) it.edges[mark.dataset.e].mark = mark;
  it.groups = Object.fromEntries(['edges', 'arcs', 'badges', 'nodes'].map(name => [name, svg.querySelector('.' + name)]));
  it.statuses = [...new Set(it.nodes.flatMap(node => node.statuses))].sort();
  return it;
});
const scenario = () => data.scenarios[state.scenario];
const graph = () => graphs[state.only && scenario().union != null ? scenario().union : scenario().graph];
const stack = () => scenario().stacks[state.stack];
// A phone, and a catalogue of hundreds, begin with the listed stacks alone; everything else is one press away.
const few = () => scenario().union != null && (innerWidth < 700 || graphs[scenario().graph].nodes.length > 300);

// --- the address ---

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
  const wanted = parts.get('stack'), at = scenario().stacks.findIndex(one => one.spelling === wanted);
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

// --- drawing: each part again only where what it shows has changed ---

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

function drawScenario() {
  const it = scenario();
  $('title').textContent = document.title = it.scenario;
  $('headline').textContent = it.headline;
  $('scenario').value = state.scenario;
  document.body.classList.toggle('none', !it.stacks.length);
  const list = $('list');
  list.replaceChildren(h('h2', {}, it.stacks.length ? 'Ranked stacks' : 'No stack'));
  if (it.stacks.length) list.append(cards(it), h('p', {class: 'note'}, it.legend));
  for (const conflict of it.conflicts) list.append(conflictBox(conflict));
  if (!it.complete) list.append(h('p', {class: 'note'}, 'There are more conflicts than these.'));
  if (it.repairs.length) list.append(repairsBox(it.repairs));
  for (const warning of it.warnings) list.append(warningLine(warning));
  if (it.networks.length) list.append(networksBox(it));
  if (it.stacks.length)
    list.append(h('p', {class: 'note'}, 'Grey bars: what a stack costs by each criterion that tells the listed ones apart, '
      + 'against the worst of them; shorter is better, dark decides against the stack above.'));
}

function cards(it) {
  const worst = {}, telling = [];
  it.stacks[0].score.forEach(({criterion}, i) => {
    const values = it.stacks.map(one => one.score[i].value);
    worst[criterion] = Math.max(1, ...values.map(value => value || 0));
    if (new Set(values).size > 1) telling.push(i);
  });
  return h('ol', {class: 'cards', role: 'list'}, it.stacks.map((one, i) => {
    const decides = i ? one.score.findIndex((score, j) => score.value !== it.stacks[i - 1].score[j].value) : -1;
    const bars = telling.map(j => bar(one.score[j], worst[one.score[j].criterion], j === decides));
    const figures = [['RTT', one.costs.handshake_rtts, 'Round trips before the first byte'],
      ['bytes', one.costs.overhead_bytes, 'Bytes around each payload'], ['fits', one.costs.payload_mtu, 'Payload that fits']];
    return h('li', {}, h('button', {type: 'button', class: 'card', onclick: () => { change({stack: i}); show(); }},
      h('span', {class: 'head'}, h('b', {class: 'rank'}, one.rank), h('span', {class: 'spelling'}, broken(one.spelling)),
        h('span', {class: 'letter', title: `Equivalence ${one.equivalence}: the same letter may stand in for each other`},
          one.equivalence)),
      h('span', {class: 'figures'}, figures.map(([unit, value, says]) =>
        h('span', {title: says}, h('b', {}, known(value)), ` ${unit}`))),
      bars.length > 0 && h('span', {class: 'multiples'}, bars),
      one.warnings.length > 0 && h('span', {class: 'flags'},
        [...new Set(one.warnings.map(warning => warning.code))].map(code => h('span', {class: 'flag'}, code.replace(/-/g, ' '))))));
  }));
}
// On a narrow screen the picture is below the list: a chosen card brings it into view.
function show() {
  if (innerWidth < 1000) document.querySelector('.view').scrollIntoView({block: 'start'});
}
function bar(score, worst, decides) {
  const [short, long] = data.criteria[score.criterion] || [score.criterion, score.criterion];
  const fill = h('i', {class: score.value == null ? 'unknown' : ''});
  fill.style.width = score.value == null ? '100%' : `${Math.round(100 * score.value / worst)}%`;
  return h('span', {class: decides ? 'multiple decides' : 'multiple', title: `${long}: ${known(score.value)}`},
    h('span', {class: 'track'}, fill), h('small', {}, short));
}
function conflictBox(conflict) {
  return h('div', {class: 'conflict'}, h('h3', {}, 'These demands cannot hold together'),
    h('p', {class: 'note'}, 'Without any one of them they can.'),
    h('ul', {role: 'list'}, conflict.map(blame => h('li', {}, h('code', {}, blame.demand),
      h('span', {class: 'place'}, blame.default ? 'default' : `${blame.file}${blame.line ? ':' + blame.line : ''}`),
      h('p', {}, blame.reason), cite(blame.source)))));
}
function repairsBox(repairs) {
  return h('div', {class: 'repairs'}, h('h3', {}, 'What would help'), h('ul', {role: 'list'}, repairs.map(repair =>
    h('li', {}, repair.changes.map(one => h('code', {}, one)), h('p', {}, 'then ', h('b', {}, broken(repair.best)))))));
}
function networksBox(it) {
  return h('details', {class: 'networks', open: true}, h('summary', {}, 'On other networks'),
    h('p', {class: 'note'}, 'The first that works there of the stacks that may stand in for the best one.'),
    h('dl', {}, it.networks.map(([name, first, lost]) => {
      const at = it.stacks.findIndex(one => one.spelling === first);
      return h('div', {}, h('dt', {}, name.replace(/-/g, ' ')), h('dd', {}, at >= 0
        ? h('button', {type: 'button', class: 'link', onclick: () => change({stack: at})}, `${it.stacks[at].rank}. `, broken(first))
        : first || `none: ${lost}`));
    })));
}
const warningLine = warning => h('p', {class: 'warning'}, warning.text, ' ', cite(warning.source));

function drawCards() {
  document.querySelectorAll('.card').forEach((card, i) => {
    if (i === state.stack) card.setAttribute('aria-current', 'true'); else card.removeAttribute('aria-current');
    if (i === state.stack && card.scrollIntoView && innerWidth >= 1000) card.scrollIntoView({block: 'nearest'});
  });
}

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
function drawKey() {
  const it = graph(), runs = it.edges.filter(edge => !edge.keys).length, roles = new Set(it.nodes.map(node => node.role));
  const drawing = (wide, ...parts) => { const svg = s('svg', {viewBox: `0 0 ${wide} 14`, width: wide, height: 14, 'aria-hidden': 'true'}); svg.append(...parts); return svg; };
  const path = (name, d) => drawing(26, s('path', {class: name, d}));
  const chip = kind => { const one = it.svg.querySelector(`.chip.${kind}`); return one && drawing(44, sample(kind)); };
  const square = name => drawing(10, s('path', {class: `mark ${name}`, d: name === 'keyed' ? 'M5 2l5 5l-5 5l-5-5Z' : 'M1 3h8v8h-8Z'}));
  const says = {
    graph: [[path('edge', 'M0 7H26'), 'runs over'], [path('edge keyed', 'M0 7H26'), 'makes keys for'], [chip('carries'), 'carries IP again'],
      [chip('over'), 'runs over something drawn level or above'], [chip('keys'), 'is keyed by that, too']],
    matrix: [[square('transport'), 'row runs over column'], [square('hollow transport'), 'the same, drawn level or above'], [square('keyed'), 'row keys column'],
      [drawing(12, s('path', {class: 'handshake', d: data.key, transform: 'translate(5.5 7)'})), 'as handshake'],
      ...Object.entries(data.roles).filter(([role]) => roles.has(role)).map(([role, word], i) => [square(role), `${i ? '' : 'column: '}${word}`])],
    table: []}[state.view];
  $('key').replaceChildren(h('span', {}, `${it.nodes.filter(node => !node.of).length} protocols, ${runs} layerings`),
    ...says.filter(([svg]) => svg).map(([svg, words]) => h('span', {}, svg, words)));
  $('shown').textContent = {graph: 'What may run over what', matrix: 'Matrix: what runs over what', table: ''}[state.view];
}
// A chip for the key: the sign before what the node also runs over or is keyed by, behind what it carries again.
function sample(kind) {
  const group = s('g', {class: `chip ${kind}`}), text = {carries: 'IP', over: 'TLS', keys: 'PSK'}[kind], wide = {carries: 9, over: 18, keys: 19}[kind];
  const start = (44 - wide - 12) / 2, at = kind === 'carries' ? start + wide + 2 : start, sign = s('g', {class: 'sign', transform: kind === 'keys' ? `translate(${at + 4.5} 7)scale(.9)` : `translate(${at} 2)scale(.83)`});
  sign.append(...(kind === 'keys' ? [s('path', {d: data.key})] : [s('path', {d: data.again[0]}), s('path', {class: 'head', d: data.again[1]})]));
  group.append(s('rect', {x: .5, y: .5, width: 43, height: 13, rx: 6.5}), sign, s('text', {x: kind === 'carries' ? start : start + 12, y: 10.4}, text));
  return group;
}

// --- size: the picture scrolls in its panel ---

function picture() { return state.view === 'graph' ? graph().svg : graph().matrix; }
function fitting(whole) {
  const panel = $('panel'), box = picture().viewBox.baseVal;
  const fit = Math.min((panel.clientWidth - 2) / box.width, (panel.clientHeight - 2) / box.height);
  if (whole) return fit;
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
  const it = graph(), badges = [...it.groups.badges.children, ...it.groups.arcs.children];
  const boxes = [...it.lit.filter(one => one.matches('.node.on, .edge.on')), ...badges].map(one => {
    const box = one.getBBox(), moved = one.transform.baseVal.numberOfItems ? one.transform.baseVal.getItem(0).matrix : {e: 0, f: 0};
    return {x: box.x + moved.e, y: box.y + moved.f, w: box.width, h: box.height, wide: one.matches('.node') && box.width > 400};
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

// --- the chosen stack and the selected protocol in graph and matrix ---

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
// A bow from box to box on the right; where a chip stands for the edge, it starts or ends there.
function arc(from, to, edge) {
  const wide = 400, kind = edge && edge.keys ? 'arc keyed' : 'arc', chip = edge && edge.chip ? edge.chip.querySelector('rect').getBBox() : null;
  const [fx, fy, fw, fh] = from.box, [tx, ty, tw, th] = to.box;
  let x1 = fx + fw, y1 = fy + fh / 2, x2 = tx + tw, y2 = ty + th / 2;
  if (from === to) return s('path', {class: kind, d: `M${x1 - 14} ${fy}c4-24 34-10 14 ${fh / 2}`});
  if (chip) {
    const right = chip.x + chip.width, middle = chip.y + chip.height / 2, near = box => Math.abs(box[1] + box[3] / 2 - middle) < 16 && chip.x >= box[0];
    if (near(from.box)) { x1 = right; y1 = middle; } else if (near(to.box)) { x2 = right; y2 = middle; }
  }
  if (fw > wide) { x1 = clamp(x2 + 30, fx, fx + fw); y1 = fy; return s('path', {class: kind, d: `M${x1} ${y1}C${x1 + 10} ${y2 + 30} ${x1} ${y2} ${x2} ${y2}`}); }
  if (tw > wide) { x2 = clamp(x1 + 30, tx, tx + tw); y2 = ty; return s('path', {class: kind, d: `M${x1} ${y1}C${x2} ${y1} ${x2 + 10} ${y1 + 30} ${x2} ${y2}`}); }
  if (Math.abs(fy - ty) < 2 && !chip) {
    x1 = fx + fw / 2; x2 = tx + tw / 2; y1 = fy + fh; y2 = ty + th;
    const low = y1 + clamp(Math.abs(x2 - x1) / 6, 14, 46);
    return s('path', {class: kind, d: `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}`});
  }
  if (ty + th < y1 - 12) {  // up to the lower side of the box: beside it stand others
    x2 = clamp(x1 + 12, tx + 10, tx + tw - 10);
    y2 = ty + th;
    if (x2 < x1 - 30 && fw < wide) {
      x1 = fx + fw - 12;
      return s('path', {class: kind, d: `M${x1} ${fy}C${x1} ${(fy + y2) / 2} ${x2} ${(fy + y2) / 2} ${x2} ${y2}`});
    }
    return s('path', {class: kind, d: `M${x1} ${y1}C${x1 + 34} ${y1} ${x2} ${(y1 + y2) / 2 + 10} ${x2} ${y2}`});
  }
  const out = Math.max(x1, x2) + clamp(Math.abs(y2 - y1) / 3, 24, 90);
  return s('path', {class: kind, d: `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${x2} ${y2}`});
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

// --- staircase and reasons ---

function drawStaircase() {
  const made = $(`stair-${state.scenario}-${state.stack}`);
  $('staircase').replaceChildren(...(made ? [h('h2', {}, broken(stack().spelling)), made.content.cloneNode(true)] : []));
  $('staircase').hidden = !made;
}
function drawReasons() {
  const one = stack(), parts = [];
  const picked = graph().node.get(state.node);
  if (picked) parts.push(protocolBox(picked));
  if (one) parts.push(...reasons(one, scenario().stacks[state.stack - 1]));
  else if (!picked) parts.push(h('p', {class: 'note'}, scenario().stacks.length
    ? 'No stack is chosen. Choose one on the list, or a protocol in the graph.'
    : 'Choose a protocol in the graph to see what it runs over and by which document.'));
  $('reasons').replaceChildren(...parts);
}
function reasons(one, above) {
  const parts = [h('h2', {}, `Why rank ${one.rank}`), h('p', {class: 'why'}, one.why[0].toUpperCase() + one.why.slice(1) + '.')];
  for (const warning of one.warnings) parts.push(warningLine(warning));
  if (one.unmet.length) parts.push(h('h3', {}, 'Unmet'), h('ul', {}, one.unmet.map(unmet => h('li', {}, unmet))));
  if (above) parts.push(difference(one, above));
  if (one.moves.length) parts.push(h('h3', {}, 'What would move it up'), h('ul', {class: 'moves'},
    one.moves.map(([change, rank]) => h('li', {}, h('code', {}, change), `: rank ${rank}`))));
  parts.push(h('h3', {}, 'Layers'), h('ol', {class: 'layers'}, one.layers.map((layer, i) => {
    const next = one.layers[i + 1];
    return h('li', {}, h('b', {}, layer.protocol), layer.keyed_by && ` keyed by ${layer.keyed_by}`,
      one.bytes[i] !== undefined && h('span', {class: 'bytes'}, ` ${known(one.bytes[i])} bytes`),
      next && layer.over ? h('p', {}, layer.over.status === 'specified' ? '' : `${layer.over.status}, `,
        `over ${next.protocol}: `, cite(layer.over.source)) : h('p', {}, 'the outermost: what the path sees'));
  })));
  if (one.answers.length) parts.push(h('details', {}, h('summary', {}, 'How each demand is met'), answersTable(one)));
  parts.push(h('details', {}, h('summary', {}, 'Every criterion'), scoreTable(one)));
  parts.push(h('details', {}, h('summary', {}, 'What it gives'), givesTable(one)));
  return parts;
}
function difference(one, above) {
  const rows = one.score.map((score, i) => [score, above.score[i].value]).filter(([score, other]) => score.value !== other);
  const names = list => list.layers.map(spelled);
  const less = names(above).filter(name => !names(one).includes(name)), more = names(one).filter(name => !names(above).includes(name));
  return h('div', {}, h('h3', {}, `Against rank ${above.rank}`),
    h('p', {class: 'swap'}, less.length || more.length
      ? [less.length > 0 && h('del', {}, less.join(', ')), ' ', more.length > 0 && h('ins', {}, more.join(', '))]
      : 'The same layers in another order.'),
    rows.length > 0 && h('table', {class: 'small'}, h('thead', {}, h('tr', {}, ['', 'here', 'there', 'difference'].map(head))),
      h('tbody', {}, rows.map(([score, other]) => h('tr', {}, h('th', {scope: 'row'}, (data.criteria[score.criterion] || ['', score.criterion])[1]),
        h('td', {}, known(score.value)), h('td', {}, known(other)), h('td', {}, signed(score.value, other)))))));
}
function signed(here, there) {
  if (here == null || there == null) return '';
  return here > there ? `+${here - there}` : `\u2212${there - here}`;
}
const head = text => h('th', {scope: 'col'}, text);
function scoreTable(one) {
  return h('table', {class: 'small'}, h('thead', {}, h('tr', {}, ['', 'value', 'because'].map(head))), h('tbody', {},
    one.score.map(score => h('tr', {}, h('th', {scope: 'row'}, (data.criteria[score.criterion] || ['', score.criterion])[1]),
      h('td', {}, known(score.value)), h('td', {class: 'text'}, score.because.join(', '))))));
}
function answersTable(one) {
  return h('table', {class: 'small'}, h('tbody', {}, one.answers.map(([demand, met, layers, source]) => h('tr', {},
    h('th', {scope: 'row'}, demand), h('td', {class: 'text'}, met ? '' : h('b', {}, 'not met '), layers, ' ', cite(source))))));
}
function givesTable(one) {
  const rows = [...Object.entries(one.security).map(([name, value]) => [name, value ? 'yes' : 'no']),
    ...(one.protects ? [['protects', one.protects]] : []), ...Object.entries(one.transport),
    ...Object.entries(one.interfaces).map(([name, layers]) => [name, layers.join(', ')])];
  return h('table', {class: 'small'}, h('tbody', {}, rows.map(([name, value]) =>
    h('tr', {}, h('th', {scope: 'row'}, name), h('td', {class: 'text'}, value)))));
}
function protocolBox(node) {
  const {edges} = node;
  const line = (edge, other) => h('li', {}, pick(other), edge.status === 'specified' ? '' : ` (${edge.status})`,
    ' ', cite(edge.source));
  const list = (words, found, end) => found.length ? h('details', {open: found.length < 9},
    h('summary', {}, `${words} ${found.length}`), h('ul', {}, found.map(edge => line(edge, edge[end])))) : null;
  return h('div', {class: 'protocol'},
    h('button', {type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => change({node: ''})}, '\u00d7'),
    h('h2', {}, node.label), h('p', {}, [node.name, node.document].filter(Boolean).join(', ')),
    h('p', {class: 'note'}, [...node.kinds, ...node.statuses].join(', ')),
    h('p', {class: 'note'}, `Deployment: ${node.deployment}${node.evidence ? `, ${node.evidence}` : ''}`),
    list('Runs over', edges.filter(edge => !edge.keys && edge.from === node), 'lower'),
    list('Carries', edges.filter(edge => !edge.keys && edge.to === node), 'upper'),
    list('Keyed by', edges.filter(edge => edge.keys && edge.to === node), 'upper'),
    list('Keys', edges.filter(edge => edge.keys && edge.from === node), 'lower'));
}
const pick = id => h('button', {type: 'button', class: 'link', onclick: () => change({node: id})}, id.replace('/', ' as '));

// --- the tables: the same in words ---

function drawTables() {
  const it = scenario(), box = $('tables');
  const what = `${state.scenario} ${graph().number}`;
  if (box.dataset.what === what) return;
  box.dataset.what = what;
  const table = (caption, heads, rows) => h('table', {}, h('caption', {}, caption), h('thead', {}, h('tr', {}, heads.map(head))),
    h('tbody', {}, rows));
  const row = (cells, attributes) => h('tr', attributes || {}, cells.map((cell, i) => h(i ? 'td' : 'th', i ? {} : {scope: 'row'}, cell)));
  const parts = [];
  if (it.stacks.length) parts.push(table('Stacks, best first', ['Rank', 'Stack', 'Round trips', 'Bytes', 'Fits', 'Equivalence', 'Why', 'Warnings'],
    it.stacks.map((one, i) => row([String(one.rank), h('button', {type: 'button', class: 'link', onclick: () => change({stack: i})}, broken(one.spelling)),
      known(one.costs.handshake_rtts), known(one.costs.overhead_bytes), known(one.costs.payload_mtu), one.equivalence, one.why,
      one.warnings.map(warning => `${warning.text} [${warning.source}]`).join('; ')]))));
  parts.push(table('Who runs over whom', ['Upper', '', 'Lower', 'Status', 'Source'], graph().edges.map(edge => {
    const made = row([pick(edge.upper), edge.keys ? 'keys' : 'runs over', pick(edge.lower), edge.status, edge.source]);
    edge.row = made;
    return made;
  })));
  parts.push(table('Protocols', ['Id', 'Name', 'Document', 'Lane', 'Kinds', 'Status', 'Deployment'], graph().nodes.map(node =>
    (node.row = row([pick(node.id), node.name, node.document, graph().lanes[node.lane], node.kinds.join(', '), node.statuses.join(', '), node.deployment])))));
  box.replaceChildren(...parts);
  mark();
}

// --- search and filters ---

const passes = node => (!filters.role.size || filters.role.has(node.role)) && (!filters.lane.size || filters.lane.has(node.lane))
  && (!filters.status.size || node.statuses.some(status => filters.status.has(status)));
const hits = node => !!query && query.split(/\s+/).every(word => node.words.includes(word));

function mark() {
  const it = graph(), filtering = Object.values(filters).some(set => set.size);
  for (const node of it.nodes) {
    node.out = !passes(node);
    node.hit = hits(node);
    node.element.classList.toggle('out', node.out);
    node.element.classList.toggle('kept', filtering && !node.out);
    node.element.classList.toggle('hit', node.hit && !node.out);
    if (node.row) node.row.hidden = node.out || (query && !node.hit);
  }
  const shown = new Set();
  for (const edge of it.edges) {
    const out = edge.from.out || edge.to.out;
    if (!out) edge.lines.forEach(line => shown.add(line));
    if (edge.mark) edge.mark.classList.toggle('out', out || (!!query && !edge.from.hit && !edge.to.hit));
    if (edge.row) edge.row.hidden = out || (query && !edge.from.hit && !edge.to.hit);
  }
  for (const line of it.lineElements) line.classList.toggle('out', !shown.has(line));
  it.svg.classList.toggle('dim', !!stack() || !!state.node || !!query);
  it.svg.classList.toggle('searching', !!query);
  it.svg.classList.toggle('filtering', filtering);
  const count = filters.lane.size + filters.status.size;
  $('filtered').textContent = count ? ` ${count}` : '';
  for (const button of $('roles').children) button.setAttribute('aria-pressed', filters.role.has(button.dataset.role));
  for (const input of document.querySelectorAll('#filter input')) input.checked = filters[input.dataset.kind].has(input.valueOf_);
}
function drawFilters() {
  const it = graph();
  if ($('filter').dataset.graph === String(it.number)) return;
  $('filter').dataset.graph = it.number;
  filters.lane.clear();
  filters.status.clear();
  const toggle = (kind, value) => { filters[kind].delete(value) || filters[kind].add(value); mark(); };
  const roles = new Set(it.nodes.map(node => node.role));
  $('roles').replaceChildren(...Object.entries(data.roles).filter(([role]) => roles.has(role)).map(([role, word]) =>
    h('button', {type: 'button', class: `role ${role}`, 'data-role': role, onclick: () => toggle('role', role)}, sign(role), word)));
  const boxes = (id, kind, entries) => $(id).replaceChildren($(id).firstElementChild, ...entries.map(([value, word]) => {
    const input = h('input', {type: 'checkbox', 'data-kind': kind, onchange: () => toggle(kind, value)});
    input.valueOf_ = value;
    return h('label', {}, input, word);
  }));
  boxes('lanes', 'lane', it.lanes.map((word, i) => [i, word]).reverse());
  boxes('statuses', 'status', it.statuses.map(status => [status, status]));
}

// The shape that tells a role without its colour.
function sign(role) {
  const shapes = {mapping: 'M1 6 4.5 1.5h7L15 6l-3.5 4.5h-7z', secure: 'M4 5.5h8V11H4zM5.5 5.5v-2a2.5 2.5 0 0 1 5 0v2',
    keys: 'M1 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M6 6h9M12 6v3M14.5 6v2.5', plain: 'M3.5 2h9a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z'};
  const svg = s('svg', {viewBox: '0 0 16 12', 'aria-hidden': 'true'});
  svg.append(s('path', {d: shapes[role] || 'M1.5 2h13v8h-13zM1.5 9.200h13'}));
  return svg;
}

let active = -1;
function search() {
  query = $('search').value.trim().toLowerCase();
  const found = query ? graphs[scenario().graph].nodes.filter(node => hits(node) && passes(node)) : [];
  const starts = node => node.id.startsWith(query) || node.label.toLowerCase().startsWith(query) ? 0 : 1;
  found.sort((a, b) => starts(a) - starts(b) || a.id.length - b.id.length);
  active = found.length ? 0 : -1;
  const list = $('matches');
  list.replaceChildren(...found.slice(0, 12).map((node, i) => h('li', {role: 'option', id: `match-${i}`, 'data-id': node.id,
    onmousedown: event => { event.preventDefault(); choose(node.id); }}, h('b', {}, node.label + (node.of ? ' as handshake' : '')), ' ', [node.name, node.document].filter(Boolean).join(', '))),
    ...(query && !found.length ? [h('li', {class: 'more'}, 'No protocol')] : []),
    ...(found.length > 12 ? [h('li', {class: 'more'}, `and ${found.length - 12} more`)] : []));
  list.hidden = !query;
  $('search').setAttribute('aria-expanded', !!query);
  point();
  mark();
}
function point() {
  document.querySelectorAll('#matches [role=option]').forEach((option, i) => option.setAttribute('aria-selected', i === active));
  if (active < 0) $('search').removeAttribute('aria-activedescendant');
  else $('search').setAttribute('aria-activedescendant', `match-${active}`);
}
function choose(id) {
  clearSearch();
  $('search').blur();
  change({node: id, only: state.only && graph().node.has(id)});
}
function clearSearch() {
  $('search').value = '';
  search();
}

// --- keys and clicks ---

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
// The border between picture and reasons: dragged, or moved with its arrows.
function again() {
  if (state.view === 'graph') { whole(); bring(graph().lit[0]); }
}
function said() {
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
  again();
  said();
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
  if (innerWidth !== width) { width = innerWidth; scales.graph = scales.matrix = 0; zoomed = false; size(); again(); }
  said();
});

// --- the start ---

$('scenario').hidden = data.scenarios.length < 2;
$('scenario').append(...data.scenarios.map((one, i) => h('option', {value: i}, one.scenario)));
document.body.classList.toggle('several', data.scenarios.length > 1);
root.dataset.scripted = '';
fromHash();
draw();
said();
$('tolist').addEventListener('click', event => { event.preventDefault(); $('list').scrollIntoView({block: 'start'}); });
// Paper has no details to open.
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('#list details:not([open]), #detail details:not([open])')];
  for (const one of closed) one.open = true;
});
addEventListener('afterprint', () => { for (const one of closed) one.open = false; });
// Nothing moves before the first frame: a page that is still fading looks broken, and prints so.
requestAnimationFrame(() => requestAnimationFrame(() => root.classList.add('ready')));
})();
