// What the page was given, what of it is shown, and what the reader has filtered, sized and searched.

const data = JSON.parse($('data').textContent);
const root = document.documentElement;
const VIEWS = ['graph', 'matrix', 'table'];
const THEMES = ['auto', 'light', 'dark'];
const state = {scenario: 0, stack: 0, view: 'graph', only: false, node: '', theme: data.theme};
const filters = {role: new Set(), lane: new Set(), status: new Set()};
const scales = {graph: 0, matrix: 0};
let zoomed = false;  // by the reader: then the size stays
let query = '';
