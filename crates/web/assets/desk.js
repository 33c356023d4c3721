// The desk from the keyboard, and a few comforts. Everything it does can be done without it, by links and forms.

/** Which of `count` rows comes after `at` (-1: none yet) when moving by `step`; stays at the ends. */
export const moveTo = (at, step, count) => (count ? Math.min(Math.max(at < 0 ? (step > 0 ? 0 : count - 1) : at + step, 0), count - 1) : -1);

/** Letters as they are compared when searching: without case, accents and Arabic vowel signs. */
export const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word that was typed occurs in the text. */
export const matches = (text, typed) => {
  const among = plain(text);
  return plain(typed).split(/\s+/).every((word) => among.includes(word));
};

const writing = (target) => target.closest?.('textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])');
const links = () => [...document.querySelectorAll('[data-list] .item > a')].filter((link) => link.checkVisibility?.() ?? true);
const here = () => links().findIndex((link) => link.parentElement.contains(document.activeElement));

function move(step) {
  const rows = links();
  const row = rows[moveTo(here(), step, rows.length)];
  row?.focus();
  row?.parentElement.scrollIntoView({ block: 'nearest' });
  return Boolean(row);
}

function select() {
  const box = links()[here()]?.parentElement.querySelector('input[type="checkbox"]');
  box?.click();
  return Boolean(box);
}

function shortcuts() {
  const dialog = document.getElementById('shortcuts');
  if (!dialog?.showModal) return false;
  if (dialog.open) dialog.close(); else dialog.showModal();
  return true;
}

function find() {
  const box = document.querySelector('[data-search], [data-filter]');
  box?.focus();
  box?.select?.();
  return Boolean(box);
}

const keys = {
  j: () => move(1), k: () => move(-1), x: select, '?': shortcuts, '/': find,
  ArrowDown: () => here() >= 0 && move(1), ArrowUp: () => here() >= 0 && move(-1), // elsewhere, arrows scroll
};

let going = 0; // when "g" was pressed
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'Escape') {
    event.target.closest?.('.code')?.classList.add('shut');
    for (const code of document.querySelectorAll('.code:hover')) code.classList.add('shut');
    return;
  }
  if (writing(event.target) || (document.querySelector('dialog[open]') && event.key !== '?')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  let used = false;
  if (going && event.timeStamp - going < 1500) {
    const link = [...document.querySelectorAll('[data-go]')].find((candidate) => candidate.dataset.go === key);
    link?.click();
    going = 0;
    used = Boolean(link);
  } else if (key === 'g') {
    going = event.timeStamp;
    used = true;
  } else {
    used = Object.hasOwn(keys, key) && keys[key]();
  }
  if (used) event.preventDefault();
}

/** Shows only the codes that have all the typed words in their label, definition or data-words. */
function filters() {
  for (const box of document.querySelectorAll('[data-filter]')) {
    const panel = document.querySelector(box.dataset.filter);
    if (!panel) continue;
    box.addEventListener('input', () => {
      for (const code of panel.querySelectorAll('.code')) {
        // What is chosen stays in view: nobody should save a choice that they cannot see.
        code.hidden = !code.querySelector(':checked') && !matches(`${code.textContent} ${code.dataset.words ?? ''}`, box.value);
      }
      // What is folded away opens when something in it is found.
      for (const fold of panel.querySelectorAll('details')) if (box.value && fold.querySelector('.code:not([hidden])')) fold.open = true;
      for (const facet of panel.querySelectorAll('.facet')) facet.hidden = Boolean(facet.querySelector('.code')) && !facet.querySelector('.code:not([hidden])');
    });
    box.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  }
}

/** One box that ticks all, and shows when only some are ticked. */
function selectAll() {
  for (const all of document.querySelectorAll('[data-all]')) {
    const boxes = () => [...(all.form ?? document).querySelectorAll(`input[type="checkbox"][name="${CSS.escape(all.dataset.all)}"]`)];
    const update = () => {
      const [ticked, count] = [boxes().filter((box) => box.checked).length, boxes().length];
      all.checked = count > 0 && ticked === count;
      all.indeterminate = ticked > 0 && ticked < count;
    };
    all.addEventListener('change', () => { for (const box of boxes()) box.checked = all.checked; });
    (all.form ?? document).addEventListener('change', (event) => { if (event.target.name === all.dataset.all) update(); });
    update();
  }
}

/** Asks before a page with unsaved changes is left. */
function guards() {
  const changed = new Set();
  for (const form of document.querySelectorAll('form[data-guard]')) {
    form.addEventListener('input', () => changed.add(form));
    form.addEventListener('submit', () => changed.clear());
  }
  addEventListener('beforeunload', (event) => { if (changed.size) { event.preventDefault(); event.returnValue = true; } });
}

function start() {
  addEventListener('keydown', onKey);
  document.addEventListener('pointerover', (event) => {
    for (const code of document.querySelectorAll('.code.shut')) if (!code.contains(event.target)) code.classList.remove('shut');
  });
  document.addEventListener('focusin', (event) => {
    for (const code of document.querySelectorAll('.code.shut')) if (!code.contains(event.target)) code.classList.remove('shut');
  });
  for (const opener of document.querySelectorAll('[data-shortcuts]')) opener.addEventListener('click', shortcuts);
  filters();
  selectAll();
  guards();
}

if (globalThis.document) start();
