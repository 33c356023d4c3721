// Seals a report on this device, so that what is sent can be opened by our caseworkers alone. The module that does it (seal.wasm, the same
// code as on the server) is loaded once the page is usable. Where it can't be, or isn't what this page says it is, the form is sent as
// without this and locked on arrival. Nothing is stored; the secret words are made here and stay here.

import { say } from './report.js';

/** Fields of our own, beside the questions. */
const OWN = ['form_token', 'form_ticket', 'form_work', 'website_url'];
/** Somebody who has pressed Send waits so many milliseconds for the module, and no longer. */
const PATIENCE = 15_000;
/** Keys and the day may change while a page is open: what is older is fetched anew. */
const FRESH = 60 * 60_000;

const letters = new TextEncoder();
const element = (name, className, text = '') => Object.assign(document.createElement(name), { className, textContent: text });

/** Templates of the page may not repeat its ids: they get them when they come into the page. */
const named = (part) => { part.id = part.dataset.is; };

/** A request as crates/browser/src/request.rs reads it. */
export function request(guide, seed, random, again, pairs) {
  const parts = [];
  const counted = (bytes) => {
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, bytes.length);
    parts.push(new Uint8Array(length.buffer), bytes);
  };
  counted(guide);
  parts.push(seed, random, Uint8Array.of(again ? 1 : 0));
  for (const [name, value] of pairs) {
    counted(letters.encode(name));
    counted(letters.encode(value));
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An answer of the module: {words, digits, parcel}, or {wrong: [{field, what, most, letters}]}, or null. */
export function answerOf(bytes) {
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  if (bytes[0] === 0x31) {
    const first = bytes.indexOf(10);
    const second = bytes.indexOf(10, first + 1);
    return { words: text(1, first).split(' '), digits: text(first + 1, second), parcel: bytes.slice(second + 1) };
  }
  if (bytes[0] !== 0x32) return null;
  const wrong = text(1).split('\n').filter(Boolean).map((line) => {
    const [field, what, most, letters] = line.split('\t');
    return { field, what, most: Number(most), letters: Number(letters) };
  });
  return { wrong };
}

/** Bytes in the alphabet for addresses, without padding. */
export function base64url(bytes) {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const bytesOf = async (address, options) => {
  const answer = await fetch(address, { credentials: 'omit', redirect: 'error', ...options });
  if (!answer.ok) throw new Error('not found');
  return new Uint8Array(await answer.arrayBuffer());
};

/** Hands a request to the module; what went in and what came out is wiped there. */
function ask(module, bytes) {
  const at = module.room(bytes.length);
  new Uint8Array(module.memory.buffer, at, bytes.length).set(bytes);
  bytes.fill(0);
  const length = module.answer();
  const answer = new Uint8Array(module.memory.buffer, module.answer_at(), length).slice();
  module.room(0);
  return answer;
}

class Sealing {
  constructor(form) {
    this.form = form;
    this.seed = crypto.getRandomValues(new Uint8Array(32));
    this.again = false; // whether this page was received before with other words
    this.natively = false;
  }

  load() {
    this.loading ??= this.fetchAll().then(
      () => { for (const line of document.querySelectorAll('[data-sealed-here]')) line.textContent = line.dataset.sealedHere; return true; },
      () => false,
    );
    return this.loading;
  }

  async fetchAll() {
    // A browser refuses what has another hash, and then nothing of it runs.
    const [code] = await Promise.all([bytesOf(this.form.dataset.seal, { integrity: this.form.dataset.sealHash }), this.fetchGuide()]);
    this.module = (await WebAssembly.instantiate(code)).instance.exports;
  }

  async fetchGuide() {
    this.guide = await bytesOf(this.form.dataset.sealGuide, { cache: 'no-store' });
    this.guideSince = Date.now();
  }

  async send() {
    const waited = new Promise((resolve) => { setTimeout(resolve, PATIENCE, false); });
    if (!(await Promise.race([this.load(), waited]))) return this.sendNatively();
    if (Date.now() - this.guideSince > FRESH) await this.fetchGuide();
    // Twice at most: the page may have been received with other words, or the keys may have changed.
    for (let turn = 0; turn < 3; turn += 1) {
      const pairs = [...new FormData(this.form)].filter(([name, value]) => !OWN.includes(name) && typeof value === 'string');
      const random = crypto.getRandomValues(new Uint8Array(32));
      const sealed = answerOf(ask(this.module, request(this.guide, this.seed, random, this.again, pairs)));
      if (!sealed) return this.sendNatively();
      if (sealed.wrong) return this.mend(sealed.wrong);
      const answer = await this.post(sealed.parcel);
      if (answer.kept) return this.thank(sealed, answer);
      if (answer.otherWords && !this.again) this.again = true;
      else if (answer.renew) await this.fetchGuide();
      else return this.notice(answer);
    }
    return this.sendNatively();
  }

  /** As without this script; locked on arrival. */
  sendNatively() {
    this.natively = true;
    this.form.submit();
  }

  async post(parcel) {
    const body = new URLSearchParams({ parcel: base64url(parcel) });
    for (const name of OWN) {
      const field = this.form.elements.namedItem(name);
      if (field) body.set(name, field.value);
    }
    const answer = await fetch(this.form.dataset.sealTo, { method: 'POST', body, redirect: 'error', cache: 'no-store' });
    return answer.json();
  }

  /** The same summary and words as the server's. */
  mend(wrong) {
    const words = document.getElementById('seal-words').content;
    const language = document.documentElement.lang || undefined;
    this.clear();
    const list = element('ul', 'links');
    for (const { field, what, ...values } of wrong) {
      const text = say(words.querySelector(`[data-what="${what}"]`)?.textContent ?? '', values, language);
      const link = element('a', '', text);
      link.href = `#${field}`;
      const line = element('li', '');
      line.append(link);
      list.append(line);
      this.mark(field, text);
    }
    const tooLong = wrong.some(({ what }) => what === 'too-long');
    const summary = words.querySelector('.error-summary').cloneNode(true);
    named(summary);
    for (const title of summary.querySelectorAll('h2')) if ((title.dataset.when === 'too-long') !== tooLong) title.remove();
    summary.append(list);
    this.show(summary);
  }

  mark(field, text) {
    const control = document.getElementById(field) ?? this.form.elements.namedItem(field)?.[0];
    const box = control?.closest('fieldset.field, .field.date, .field');
    if (!box) return;
    const whole = control.closest('fieldset.field') ?? box;
    whole.classList.add('wrong');
    control.setAttribute('aria-invalid', 'true');
    const line = element('p', 'error', text);
    line.id = `${field}--error`;
    const described = whole.matches('fieldset') ? whole : control;
    described.setAttribute('aria-describedby', `${described.getAttribute('aria-describedby') ?? ''} ${line.id}`.trim());
    const head = whole.querySelector(':scope > .hint') ?? whole.querySelector(':scope > legend, :scope > label');
    if (head) head.after(line); else whole.prepend(line);
  }

  clear() {
    for (const old of document.querySelectorAll('#errors, #notice')) old.remove();
    for (const line of this.form.querySelectorAll('p.error')) line.remove();
    for (const box of this.form.querySelectorAll('.wrong')) box.classList.remove('wrong');
    for (const control of this.form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  }

  /** Why it was not kept, and that the same button sends it. */
  notice({ title, lines = [], token, ticket }) {
    const words = document.getElementById('seal-words').content;
    this.clear();
    const box = element('div', 'notice bad stack tight');
    box.id = 'notice';
    box.setAttribute('role', 'alert');
    box.tabIndex = -1;
    const [unreached, copy] = ['unreached', 'copy'].map((name) => words.querySelector(`[data-say="${name}"]`));
    box.append(element('h2', '', title ?? unreached.dataset.title));
    for (const line of title ? lines : [unreached.textContent]) box.append(element('p', '', line));
    box.append(element('p', '', copy.textContent));
    const set = (name, value) => {
      if (value === undefined) return;
      const field = this.form.elements.namedItem(name) ?? Object.assign(element('input', ''), { type: 'hidden', name });
      field.value = value;
      this.form.append(field);
    };
    set('form_token', token);
    set('form_ticket', ticket);
    this.show(box);
  }

  show(box) {
    document.getElementById('main').prepend(box);
    box.focus();
    box.scrollIntoView({ block: 'start' });
    this.form.dispatchEvent(new Event('again'));
    if (box.id === 'errors') this.form.dispatchEvent(new Event('wrong'));
  }

  /** The page with the secret words, which were made here. */
  thank({ words, digits }, { proof }) {
    const page = document.getElementById('seal-receipt').content.cloneNode(true);
    for (const part of page.querySelectorAll('[data-is]')) named(part);
    page.querySelectorAll('#receipt-words li').forEach((line, place) => { line.textContent = words[place]; });
    for (const line of page.querySelectorAll('.receipt-digits')) line.textContent = digits;
    const told = page.querySelector('[data-proof]');
    if (proof) told.querySelector('strong').textContent = proof; else told.remove();
    this.askBack(page, words);
    document.querySelector('nav.languages')?.remove(); // it would lead away from words that are shown once
    document.getElementById('main').replaceWith(page);
    const main = document.getElementById('main');
    main.focus();
    scrollTo(0, 0);
    import('./receipt.js');
  }

  /** One word asked back, and compared here. */
  askBack(page, words) {
    const form = page.querySelector('form');
    const place = crypto.getRandomValues(new Uint8Array(1))[0] % words.length;
    const label = form.querySelector('label');
    label.textContent = say(label.textContent, { place: place + 1 }, document.documentElement.lang || undefined);
    const said = form.querySelector('[role="status"]');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const right = form.elements.word.value.trim().toLowerCase() === words[place];
      said.className = `notice ${right ? 'good' : 'bad'}`;
      said.textContent = right ? said.dataset.right : said.dataset.wrong;
      said.hidden = false;
    });
  }
}

function start(form) {
  if (!globalThis.WebAssembly || !globalThis.crypto?.getRandomValues) return;
  const sealing = new Sealing(form);
  const later = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 200));
  const load = () => later(() => sealing.load());
  if (document.readyState === 'complete') load(); else addEventListener('load', load, { once: true });
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || sealing.natively) return;
    event.preventDefault();
    sealing.send().catch(() => sealing.notice({}));
  });
}

if (globalThis.document) {
  for (const form of document.querySelectorAll('form[data-seal]')) start(form);
}
