// Runs last: draws what the address says, and sees to paper.

$('scenario').hidden = data.scenarios.length < 2;
$('scenario').append(...data.scenarios.map((plan, i) => h('option', {value: i}, plan.scenario)));
document.body.classList.toggle('several', data.scenarios.length > 1);
root.dataset.scripted = '';
fromHash();
draw();
sayBorder();
$('tolist').addEventListener('click', event => { event.preventDefault(); $('list').scrollIntoView({block: 'start'}); });
// Paper has no details to open.
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('#list details:not([open]), #detail details:not([open])')];
  for (const details of closed) details.open = true;
});
addEventListener('afterprint', () => { for (const details of closed) details.open = false; });
// Nothing moves before the first frame: a page that is still fading looks broken, and prints so.
requestAnimationFrame(() => requestAnimationFrame(() => root.classList.add('ready')));
