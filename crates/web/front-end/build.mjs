// Makes the fonts, the icon sprite and the licence note in ../assets from the npm packages that package.json pins.
// Run: npm ci && npm run build. The result is committed, so that building Heard itself needs no Node.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';
import { faces, icons } from './parts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const assets = fileURLToPath(new URL('../assets/', import.meta.url));
const sheet = readFileSync(`${assets}heard.css`, 'utf8');

/** The characters of a CSS unicode-range such as "U+20-7E, U+A3". */
function characters(range) {
  return range.split(',').flatMap((part) => {
    const [from, to = from] = part.trim().slice(2).split('-').map((hex) => Number.parseInt(hex, 16));
    return Array.from({ length: to - from + 1 }, (_, step) => String.fromCodePoint(from + step));
  }).join('');
}

mkdirSync(`${assets}fonts`, { recursive: true });
for (const face of faces) {
  // The sheet and the file must agree on what the file holds, or letters would fall back without anybody noticing.
  if (!sheet.includes(`url("fonts/${face.file}")`) || !sheet.includes(`unicode-range: ${face.range};`)) {
    throw new Error(`heard.css has no @font-face with ${face.file} and unicode-range: ${face.range}`);
  }
  const font = await subset(readFileSync(`${here}node_modules/${face.from}`), characters(face.range), {
    targetFormat: 'woff2',
    noHinting: true,
    keepFeatures: face.features,
    dropTables: ['gasp'],
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  writeFileSync(`${assets}fonts/${face.file}`, font);
  console.log(`${face.file}: ${font.length} bytes`);
}

const symbols = icons.map((name) => {
  const drawing = readFileSync(`${here}node_modules/lucide-static/icons/${name}.svg`, 'utf8');
  const inner = drawing.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>');
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
writeFileSync(`${assets}icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
console.log(`icons.svg: ${icons.length} icons`);

const licence = (path) => readFileSync(`${here}node_modules/${path}/LICENSE`, 'utf8').trim();
writeFileSync(`${assets}LICENCES.txt`, [
  'Licences of the fonts and icons in this folder. Everything else here is part of Heard (AGPL-3.0-or-later).',
  `fonts/atkinson-*.woff2: subsets of Atkinson Hyperlegible Next\n\n${licence('@fontsource-variable/atkinson-hyperlegible-next')}`,
  `fonts/naskh-*.woff2: a subset of Noto Naskh Arabic\n\n${licence('@fontsource-variable/noto-naskh-arabic')}`,
  `icons.svg: a selection of Lucide\n\n${licence('lucide-static')}`,
].join(`\n\n${'='.repeat(78)}\n\n`) + '\n');
