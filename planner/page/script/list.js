// The list at the side: a card for each stack; or conflicts and repairs; warnings; what works on other networks.

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
