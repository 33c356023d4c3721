// "Leave this page": a click, or Esc or Shift pressed three times, and the page is gone: blank at once, forms emptied, and its place in the
// history taken by /leave, whose answer carries Clear-Site-Data and shows (or sends on to) something neutral. Without this module the control
// is a plain link to the same address.

const WITHIN = 1500; // milliseconds from the first press to the third

/** Counts presses of one key. Returns a function (key, now in ms) that is true when it completes three in time. */
export function threePresses(within = WITHIN) {
  let last = '';
  let times = [];
  return (key, now) => {
    if (key !== last) times = [];
    last = key;
    times = [...times.filter((time) => now - time <= within), now];
    if (times.length < 3) return false;
    times = [];
    return true;
  };
}

const root = globalThis.document?.documentElement;
const gone = () => root.classList.contains('gone');

function empty() {
  for (const form of document.forms) form.reset();
  // reset() brings back what the server had filled in, so every box is emptied too.
  for (const box of document.querySelectorAll('textarea, input:not([type="hidden"], [type="checkbox"], [type="radio"], [type="submit"])')) box.value = '';
  for (const box of document.querySelectorAll('input:checked')) box.checked = false;
}

function leave(address) {
  root.classList.add('gone');
  document.title = '\u200b';
  try { empty(); } catch { /* going is what matters */ }
  location.replace(address);
}

function start(control) {
  const pressed = threePresses();
  control.addEventListener('click', (event) => { event.preventDefault(); leave(control.href); });
  // Captured before anything else on the page can swallow the key.
  addEventListener('keydown', (event) => {
    // Esc also means "stop loading": a fourth press must not stop the page that we are going to.
    if (gone()) { event.preventDefault(); return; }
    if (event.repeat || (event.key !== 'Escape' && event.key !== 'Shift')) return;
    if (!pressed(event.key, event.timeStamp)) return;
    event.preventDefault();
    leave(control.href);
  }, true);

  // A mailbox left open out of sight closes itself: data-lock-after="90" (seconds).
  const patience = Number(control.dataset.lockAfter) * 1000;
  let timer;
  if (patience > 0) {
    document.addEventListener('visibilitychange', () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => leave(control.href), patience);
    });
  }

  // A page kept in memory would come back on "Back" with its words. A listener for unload keeps most browsers from keeping it;
  // the others are caught when they bring it back.
  addEventListener('unload', () => {});
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    root.classList.add('gone');
    empty();
    location.reload();
  });
}

const control = globalThis.document?.querySelector('[data-leave]');
if (control) start(control);
