// Proof of work for a form that is under attack: <form data-work="challenge:bits"> is sent once the smallest whole number is found for which
// SHA-256(challenge, then the number in decimal) begins with that many zero bits. Done here and not with crypto.subtle, because one call
// of that per try costs more than the hash itself, and it is missing on plain http. The same file is page module and worker.

const ROUND = new Uint32Array(64);
const INITIAL = new Uint32Array(8);
/** First 32 bits after the point of a number. */
const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) >>> 0;
for (let candidate = 2, found = 0; found < 64; candidate += 1) {
  let prime = true;
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) prime &&= candidate % divisor !== 0;
  if (!prime) continue;
  if (found < 8) INITIAL[found] = fraction(Math.sqrt(candidate));
  ROUND[found] = fraction(Math.cbrt(candidate));
  found += 1;
}

const schedule = new Uint32Array(64);
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** SHA-256 (FIPS 180-4) of bytes, as eight 32-bit words. */
export function sha256(bytes) {
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(blocks * 64 - 4, bytes.length * 8);
  const state = INITIAL.slice();
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < 16; i += 1) schedule[i] = padded.getUint32(block * 64 + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const [early, late] = [schedule[i - 15], schedule[i - 2]];
      schedule[i] = schedule[i - 16] + (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3))
        + schedule[i - 7] + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + schedule[i]) | 0;
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + first) | 0; d = c; c = b; b = a; a = (first + second) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }
  return state;
}

/** How many zero bits eight words begin with. */
export function leadingZeros(words) {
  let zeros = 0;
  for (const word of words) {
    zeros += Math.clz32(word);
    if (word) break;
  }
  return zeros;
}

/** Tries up to `tries` numbers from `from`; the answer, or null when none of them is one. */
export function search(challenge, bits, from, tries) {
  const letters = new TextEncoder();
  const prefix = letters.encode(challenge);
  const message = new Uint8Array(prefix.length + 16);
  message.set(prefix);
  for (let answer = from; answer < from + tries; answer += 1) {
    const { written } = letters.encodeInto(String(answer), message.subarray(prefix.length));
    if (leadingZeros(sha256(message.subarray(0, prefix.length + written))) >= bits) return answer;
  }
  return null;
}

/** "challenge:bits" taken apart at its last colon; null when it is not of that form. */
export function readWork(text) {
  const at = text.lastIndexOf(':');
  const bits = Number(text.slice(at + 1));
  return at > 0 && Number.isInteger(bits) && bits > 0 && bits <= 40 ? { challenge: text.slice(0, at), bits } : null;
}

/** In slices on the page's own thread, for a browser without module workers. */
async function searchHere({ challenge, bits }) {
  for (let from = 0; ; from += 500) {
    const answer = search(challenge, bits, from, 500);
    if (answer !== null) return answer;
    await new Promise((resume) => { setTimeout(resume); });
  }
}

function searchApart(work) {
  return new Promise((found, failed) => {
    const worker = new Worker(import.meta.url, { type: 'module' });
    worker.onmessage = ({ data }) => { worker.terminate(); found(data); };
    worker.onerror = () => { worker.terminate(); failed(); };
    worker.postMessage(work);
  });
}

function start(form) {
  const work = readWork(form.dataset.work);
  const field = form.elements.namedItem('form_work');
  if (!work || !field) return;
  const words = form.querySelector('[data-work-say]');
  // Begun at once, so that it is done long before anybody has finished writing.
  const done = searchApart(work).catch(() => searchHere(work)).then((answer) => { field.value = answer; });
  let waiting = false;
  form.addEventListener('submit', (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    if (words) { words.textContent = words.dataset.workSay; words.hidden = false; }
    const { submitter } = event;
    done.then(() => {
      if (words) words.hidden = true;
      if (form.requestSubmit) form.requestSubmit(submitter ?? undefined); else form.submit();
    });
  }, true); // before report.js counts this as sent
}

if (globalThis.document) {
  for (const form of document.querySelectorAll('form[data-work]')) start(form);
} else if (globalThis.WorkerGlobalScope) {
  onmessage = ({ data: { challenge, bits } }) => postMessage(search(challenge, bits, 0, Number.MAX_SAFE_INTEGER));
}
