// Makes a long form lighter: one section at a time, questions that appear when they are needed, a count near a limit, one submit only.
// Nothing is stored and nothing is fetched. Everything stays in the one form that works without this.

/** Whether "question=a|b" holds for a function that gives a question's chosen values. "question" alone: any answer. */
export function holds(condition, chosen) {
  const [question, wanted] = condition.split('=');
  const values = chosen(question.trim());
  if (wanted === undefined) return values.some((value) => value !== '');
  const accepted = wanted.split('|').map((value) => value.trim());
  return values.some((value) => accepted.includes(value));
}

/** Fills "{name}" places in a translated text; numbers are written as the language writes them. */
export function say(text, values, language) {
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? new Intl.NumberFormat(language).format(values[name]) : place));
}

/** How many characters the server will count: code points, and a line break as one. */
export const lengthOf = (text) => [...text].length;

const element = (name, className, text = '') => Object.assign(document.createElement(name), { className, textContent: text });

/** Shows or hides each conditional question; what is hidden is also switched off, so that it is not sent. */
function conditions(form) {
  const parts = [...form.querySelectorAll('[data-show-when]')];
  if (!parts.length) return;
  const chosen = (question) => [...form.elements]
    .filter((field) => field.name === question && !field.disabled && !field.closest('[hidden][data-show-when]')
      && (!/^(radio|checkbox)$/.test(field.type) || field.checked))
    .map((field) => field.value);
  const update = () => parts.forEach((part) => { // in page order, so a question under a hidden question hides too
    part.hidden = !holds(part.dataset.showWhen, chosen);
    const fields = part.matches('fieldset') ? [part] : part.querySelectorAll('input, select, textarea');
    for (const field of fields) field.disabled = part.hidden;
  });
  form.addEventListener('change', update);
  form.addEventListener('input', update);
  update();
}

/** Says how many characters are left, from 90 % of the limit on. */
function counters(form, language) {
  for (const box of form.querySelectorAll('[data-limit]')) {
    const limit = Number(box.dataset.limit);
    const line = element('p', 'hint left');
    line.setAttribute('aria-live', 'polite');
    box.after(line);
    const update = () => {
      const left = limit - lengthOf(box.value);
      line.hidden = left > limit / 10;
      line.textContent = line.hidden ? '' : say((left < 0 ? box.dataset.over : box.dataset.left) ?? '', { left, over: -left }, language);
      line.classList.toggle('bad-word', left < 0);
    };
    box.addEventListener('input', update);
    update();
  }
}

/** One section at a time, in the order of the page. */
function steps(form, language) {
  const sections = [...form.querySelectorAll('[data-step]')];
  const end = form.querySelector('[data-step-end]');
  if (sections.length < 2 || !form.dataset.next) return;
  const head = element('div', 'step-head');
  const where = element('span', 'num');
  const bar = element('progress', '');
  bar.setAttribute('aria-hidden', 'true'); // the words beside it say the same
  bar.max = sections.length;
  head.append(where, bar);
  const foot = element('div', 'steps');
  const [back, next] = [element('button', 'button secondary', form.dataset.back), element('button', 'button', form.dataset.next)];
  back.type = next.type = 'button';
  foot.append(next, back);
  form.classList.add('stepped');
  sections[0].before(head);
  (end ?? sections.at(-1)).after(foot);

  let at = 0;
  const show = (wanted, focus = true) => {
    at = Math.min(Math.max(wanted, 0), sections.length - 1);
    sections.forEach((section, index) => { section.hidden = index !== at; });
    where.textContent = say(form.dataset.stepOf ?? '', { step: at + 1, steps: sections.length }, language);
    bar.value = at + 1;
    back.hidden = at === 0;
    next.hidden = at === sections.length - 1;
    if (end) end.hidden = !next.hidden;
    if (!focus) return;
    const heading = sections[at].querySelector('h2, h3, legend, label');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    head.scrollIntoView({ block: 'start' });
  };
  next.addEventListener('click', () => show(at + 1));
  back.addEventListener('click', () => show(at - 1));
  // Enter in a box goes on to the next section instead of sending half a report.
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || next.hidden || !event.target.matches?.('input:not([type="submit"], [type="button"])')) return;
    event.preventDefault();
    show(at + 1);
  });
  const jump = (id) => {
    const target = id && document.getElementById(id);
    const index = sections.findIndex((section) => section.contains(target));
    if (index < 0) return false;
    show(index, false);
    target.scrollIntoView({ block: 'center' });
    target.focus();
    return true;
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('.error-summary a[href^="#"]');
    if (link && jump(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
  });
  const showWrong = () => show(Math.max(sections.findIndex((section) => section.querySelector('[aria-invalid="true"], .wrong')), 0), false);
  form.addEventListener('wrong', showWrong); // seal.js found something to mend
  showWrong();
}

/** A second press of Send while the first is under way does nothing. */
function once(form) {
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return; // work.js holds it back for a moment
    if (sent) { event.preventDefault(); return; }
    sent = true;
    for (const button of form.querySelectorAll('button:not([type="button"])')) button.setAttribute('aria-disabled', 'true');
  });
  const again = () => {
    sent = false;
    for (const button of form.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
  };
  addEventListener('pageshow', again);
  form.addEventListener('again', again); // seal.js did not send it
}

function start() {
  const language = document.documentElement.lang || undefined;
  for (const form of document.querySelectorAll('form[data-steps]')) {
    form.noValidate = true;
    conditions(form);
    counters(form, language);
    steps(form, language);
    once(form);
  }
  document.querySelector('.error-summary')?.focus();
}

if (globalThis.document) start();
