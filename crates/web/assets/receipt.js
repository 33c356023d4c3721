// Print and copy on the page with the secret words. Both buttons are hidden until this runs, since neither works without it. Nothing is stored.

const words = (selector) => [...document.querySelectorAll(selector)].map((item) => item.textContent.trim()).join(' ');

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Copying needs a secure page; elsewhere the button stays away.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const say = document.querySelector('[data-copy-say]');
      try {
        await navigator.clipboard.writeText(words(button.dataset.copy));
        if (say) say.textContent = button.dataset.copied;
      } catch { /* refused: the words are on the page */ }
    });
  }
}
