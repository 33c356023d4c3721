// Checks every pair of colours that the sheet puts together, in both schemes, by the WCAG 2.2 formula: text at 7:1 (level AAA), the
// edges of controls, focus and what a chart draws at 3:1 (1.4.11). Reads the tokens from heard.css itself. Exit code 1 on a bad pair.
import { readFileSync } from 'node:fs';

const sheet = readFileSync(new URL('../assets/heard.css', import.meta.url), 'utf8');
const tokens = sheet.slice(sheet.indexOf('@layer tokens {'), sheet.indexOf('@layer base {'));
const [bright, dim] = tokens.split('@media (prefers-color-scheme: dark)');
const read = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
const schemes = { light: read(bright) };
schemes.dark = { ...schemes.light, ...read(dim) };

/** Relative luminance of "#rrggbb". */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['paper', 'card', 'wash', 'tint'];
const pairs = [
  ...surfaces.flatMap((under) => ['ink', 'quiet', 'deep', 'deeper'].map((text) => [text, under, 7])),
  ...['paper', 'card', 'wash', 'alarm-wash'].map((under) => ['alarm', under, 7]),
  ...['paper', 'card', 'wash', 'calm-wash'].map((under) => ['calm', under, 7]),
  ...['glow-wash', 'alarm-wash', 'calm-wash'].flatMap((under) => [['ink', under, 7], ['quiet', under, 7]]),
  ['on-deep', 'deep', 7], ['on-deep', 'deeper', 7], ['on-alarm', 'alarm', 7],
  ['paper', 'ink', 7], ['paper', 'deeper', 7],
  // Edges of fields, pills and tags; the dot of a step; a chart's second series, hatching and intervals.
  ...['paper', 'card', 'wash', 'tint'].flatMap((under) => [['edge', under, 3], ['deep', under, 3], ['alarm', under, 3], ['calm', under, 3]]),
  // The focus ring lies outside what it rings: ink beside glow, of which at least one is seen against the surface.
  ...['paper', 'card', 'wash', 'tint', 'glow-wash', 'alarm-wash', 'calm-wash'].map((under) => [['ink', 'glow'], under, 3]),
];

let bad = 0;
for (const [scheme, colours] of Object.entries(schemes)) {
  const worst = new Map();
  for (const [over, under, need] of pairs) {
    const names = [over].flat();
    for (const name of [...names, under]) if (!colours[name]) throw new Error(`heard.css has no colour --${name}`);
    const found = Math.max(...names.map((name) => ratio(colours[name], colours[under])));
    const label = `${names.join(' or ')} on ${under}`;
    if (found < need) { bad += 1; console.error(`${scheme}: ${label} is ${found.toFixed(2)}:1, needs ${need}:1`); }
    if (!worst.has(need) || found < worst.get(need)[0]) worst.set(need, [found, label]);
  }
  for (const [need, [found, label]] of worst) console.log(`${scheme}: the weakest of those that need ${need}:1 is ${label}, ${found.toFixed(2)}:1`);
}
console.log(`${pairs.length} pairs in ${Object.keys(schemes).length} schemes, ${bad} bad`);
process.exit(bad ? 1 : 0);
