// The list at the side: a card for each stack; or conflicts and repairs; warnings; what works on other networks.

function drawScenario() {
  const plan = scenario();
  $('title').textContent = document.title = plan.scenario;
  $('headline').textContent = plan.headline;
  $('scenario').value = state.scenario;
  document.body.classList.toggle('none', !plan.stacks.length);
  const list = $('list');
  list.replaceChildren(h('h2', {}, plan.stacks.length ? 'Ranked stacks' : 'No stack'));
  if (plan.stacks.length) list.append(cards(plan), h('p', {class: 'note'}, plan.legend));
  for (const conflict of plan.conflicts) list.append(conflictBox(conflict));
  if (!plan.complete) list.append(h('p', {class: 'note'}, 'There are more conflicts than these.'));
  if (plan.repairs.length) list.append(repairsBox(plan.repairs));
  for (const warning of plan.warnings) list.append(warningLine(warning));
  if (plan.networks.length) list.append(networksBox(plan));
  if (plan.stacks.length)
    list.append(h('p', {class: 'note'}, 'Grey bars: what a stack costs by each criterion that tells the listed ones apart, '
      + 'against the worst of them; shorter is better, dark decides against the stack above.'));
}

function cards(plan) {
  const worst = [], telling = [];
  plan.stacks[0].score.forEach((_, i) => {
    const values = plan.stacks.map(({score}) => score[i].value);
    worst.push(Math.max(1, ...values.map(value => value || 0)));
    if (new Set(values).size > 1) telling.push(i);
  });
  return h('ol', {class: 'cards', role: 'list'}, plan.stacks.map((ranked, i) => {
    const decides = i ? ranked.score.findIndex((score, j) => score.value !== plan.stacks[i - 1].score[j].value) : -1;
    const bars = telling.map(j => bar(ranked.score[j], worst[j], j === decides));
    const figures = [['RTT', ranked.costs.handshake_rtts, 'Round trips before the first byte'],
      ['bytes', ranked.costs.overhead_bytes, 'Bytes around the largest payload'], ['fits', ranked.costs.payload_mtu, 'Payload that fits']];
    return h('li', {}, h('button', {type: 'button', class: 'card', onclick: () => { change({stack: i}); showPicture(); }},
      h('span', {class: 'head'}, h('b', {class: 'rank'}, ranked.rank), h('span', {class: 'spelling'}, broken(ranked.spelling)),
        h('span', {class: 'letter', title: `Equivalence ${ranked.equivalence}: the same letter may stand in for each other`},
          ranked.equivalence)),
      h('span', {class: 'figures'}, figures.map(([unit, value, says]) =>
        h('span', {title: says}, h('b', {}, known(value)), ` ${unit}`))),
      bars.length > 0 && h('span', {class: 'multiples'}, bars),
      ranked.warnings.length > 0 && h('span', {class: 'flags'},
        [...new Set(ranked.warnings.map(warning => warning.code))].map(code => h('span', {class: 'flag'}, code.replace(/-/g, ' '))))));
  }));
}
// On a narrow screen the picture is below the list: a chosen card brings it into view.
function showPicture() {
  if (innerWidth < 1000) document.querySelector('.view').scrollIntoView({block: 'start'});
}
function bar(score, worst, decides) {
  const [short, long] = criterion(score);
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
    h('li', {}, repair.changes.map(text => h('code', {}, text)), h('p', {}, 'then ', h('b', {}, broken(repair.best)))))));
}
function networksBox(plan) {
  return h('details', {class: 'networks', open: true}, h('summary', {}, 'On other networks'),
    h('p', {class: 'note'}, 'The first that works there of the stacks that may stand in for the best one.'),
    h('dl', {}, plan.networks.map(([name, first, lost]) => {
      const at = plan.stacks.findIndex(({spelling}) => spelling === first);
      return h('div', {}, h('dt', {}, name.replace(/-/g, ' ')), h('dd', {}, at >= 0
        ? h('button', {type: 'button', class: 'link', onclick: () => change({stack: at})}, `${plan.stacks[at].rank}. `, broken(first))
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
