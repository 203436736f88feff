// Makes elements and spells single values; knows nothing of plans.

const $ = id => document.getElementById(id);

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
// Names come from files: ``constructor`` is one, and no property that every object has.
const criterion = ({criterion: name}) => Object.hasOwn(data.criteria, name) ? data.criteria[name] : [name, name];
const known = value => value == null ? '?' : String(value);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const spelled = layer => layer.keyed_by ? `${layer.protocol}(${layer.keyed_by})` : layer.protocol;
const cite = source => source ? h('cite', {}, source) : null;
// A spelling breaks after its slashes only.
const broken = spelling => spelling.match(/[^/]+\/?/g).flatMap(part => [h('span', {}, part), h('wbr')]);
