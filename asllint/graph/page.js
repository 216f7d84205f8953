// The page's one script: which machine is shown, what is chosen, what is searched for.
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const panel = document.querySelector('aside');
const search = document.querySelector('input');
const sections = [...document.querySelectorAll('main section')];
const buttons = [...document.querySelectorAll('nav button')];
const make = (tag, text, parent, name) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (name) node.className = name;
  if (parent) parent.append(node);
  return node;
};
let shown = 0;
let chosen = null;
function show(index) {
  shown = index;
  sections.forEach((section, at) => { section.hidden = at !== index; });
  buttons.forEach((button, at) => button.setAttribute('aria-current', String(at === index)));
  chosen = null;
  describe(null);
}
function boxOf(pointer) {
  return [...sections[shown].querySelectorAll('[data-pointer]')].find((box) => box.dataset.pointer === pointer);
}
function choose(pointer) {
  for (const box of document.querySelectorAll('.chosen')) box.classList.remove('chosen');
  const box = pointer === null ? undefined : boxOf(pointer);
  if (box) {
    box.classList.add('chosen');
    box.scrollIntoView({block: 'nearest', inline: 'nearest'});
  }
  chosen = pointer;
  describe(pointer);
}
function entry(list, title, text) {
  if (!text) return;
  make('dt', title, list);
  make('dd', text, list);
}
function notes(found, pointer) {
  for (const note of found) {
    const button = make('button', note.message, panel, 'note ' + note.severity);
    make('small', `${note.severity} ${note.rule}, line ${note.line}`, button);
    button.addEventListener('click', () => choose(pointer));
  }
}
function changes(machine) {
  for (const change of ['added', 'removed', 'changed']) {
    const states = machine.states.filter((one) => one.change === change);
    const lines = machine.transitions.filter((one) => one.change === change);
    if (!states.length && !lines.length) continue;
    make('h3', change, panel, change);
    for (const one of states) {
      make('button', one.name, panel, 'note ' + change).addEventListener('click', () => choose(one.pointer));
    }
    for (const one of lines) make('small', `${one.from ?? 'Start'} → ${one.to ?? 'End'}`, panel);
  }
  if (machine.change === 'changed' && !panel.querySelector('h3')) make('p', 'fields of the machine itself have changed', panel);
}
function describe(pointer) {
  const machine = data[shown];
  panel.replaceChildren();
  const state = machine.states.find((one) => one.pointer !== null && one.pointer === pointer);
  if (!state) {
    make('h2', machine.name, panel);
    make('small', machine.file, panel);
    if (machine.comment) make('p', machine.comment, panel);
    changes(machine);
    notes(machine.findings, null);
    for (const one of machine.states) notes(one.findings, one.pointer);
    return;
  }
  make('h2', state.name, panel);
  make('small', `${state.call}, line ${state.line}` + (state.change ? `, ${state.change}` : ''), panel);
  const list = make('dl', undefined, panel);
  entry(list, 'Comment', state.comment);
  entry(list, 'Comes in', state.input);
  entry(list, 'Goes out', state.output);
  const parent = state.parent;
  const ways = machine.transitions.filter((one) => one.parent === parent);
  const told = (one, name) => `${name ?? 'End'}${one.labels.length ? ' (' + one.labels.join(' | ') + ')' : ''}`;
  entry(list, 'Leads to', ways.filter((one) => one.from === state.name).map((one) => told(one, one.to)).join('\n'));
  entry(list, 'Comes from', ways.filter((one) => one.to === state.name).map((one) => told(one, one.from ?? 'Start')).join('\n'));
  notes(state.findings, pointer);
}
function filter() {
  const wanted = search.value.trim().toLowerCase();
  data.forEach((machine, at) => {
    const names = [machine.name, machine.file, ...machine.states.map((one) => one.name)];
    buttons[at].hidden = wanted !== '' && !names.some((name) => name.toLowerCase().includes(wanted));
  });
  for (const box of document.querySelectorAll('[data-pointer]')) {
    const name = (box.dataset.pointer ?? '').split('/States/').pop().toLowerCase();
    box.classList.toggle('dim', wanted !== '' && !box.querySelector('[data-pointer]') && !name.includes(wanted));
  }
}
buttons.forEach((button, at) => button.addEventListener('click', () => show(at)));
search.addEventListener('input', filter);
document.querySelector('main').addEventListener('click', (event) => {
  const box = event.target.closest('[data-pointer]');
  choose(box ? box.dataset.pointer : null);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') { search.value = ''; filter(); choose(null); }
});

// What was shown is kept in the address, for the page that comes when this one is loaded again.
function kept() {
  try {
    return JSON.parse(decodeURIComponent(location.hash.slice(1))) ?? {};
  } catch {
    return {};
  }
}
function again() {
  if (document.hidden) return;
  const main = document.querySelector('main');
  const now = {machine: data[shown].name, file: data[shown].file, chosen, search: search.value, top: main.scrollTop, left: main.scrollLeft};
  history.replaceState(null, '', '#' + encodeURIComponent(JSON.stringify(now)));
  location.reload();
}
const before = kept();
const same = data.findIndex((one) => one.name === before.machine && one.file === before.file);
show(Math.max(same, 0));
if (same >= 0) {
  search.value = String(before.search ?? '');
  filter();
  if (typeof before.chosen === 'string') choose(before.chosen);
  document.querySelector('main').scrollTo(before.left, before.top);
}
const seconds = Number(document.body.dataset.refresh);
if (seconds) setInterval(again, 1000 * seconds);
