// What the report page loads besides its HTML, as it crosses the wire: the sheet and modules compressed, the fonts as they are. The budget for
// the whole page is 60 kB (interface.md); this leaves a share for the HTML and its headers. Exit code 1 when there is too little left.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 60_000;
const PAGE = 9_000; // bytes kept for HTML and headers
const CORE = ['fonts/atkinson-core.woff2'];
const MODULES = ['heard.css', 'leave.js', 'report.js', 'icon.svg'];
const pages = {
  'English': [...MODULES, ...CORE],
  'Welsh': [...MODULES, ...CORE, 'fonts/atkinson-accents.woff2', 'fonts/atkinson-welsh.woff2'],
  'Urdu, Arabic': [...MODULES, ...CORE, 'fonts/naskh-arabic.woff2'],
  'Urdu, Arabic, under attack': [...MODULES, 'work.js', ...CORE, 'fonts/naskh-arabic.woff2'],
};

let bad = 0;
for (const [page, files] of Object.entries(pages)) {
  const sizes = files.map((file) => {
    const bytes = readFileSync(new URL(`../assets/${file}`, import.meta.url));
    return file.endsWith('.woff2') ? bytes.length : gzipSync(bytes).length;
  });
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (BUDGET - all < PAGE) bad += 1;
  console.log(`${page}: ${all} bytes (${files.map((file, at) => `${file} ${sizes[at]}`).join(', ')}); ${BUDGET - all} left for the page`);
}
process.exit(bad ? 1 : 0);
