// What build.mjs takes from the packages: font files by character range, and icons by name.

const atkinson = '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-';
const latin = ['kern', 'mark', 'mkmk', 'ccmp', 'locl', 'tnum'];

/** Each face: the file made, the package file it comes from, its characters as the sheet's unicode-range says them, and the shaping it keeps. */
export const faces = [
  {
    // English, digits and punctuation: all that most pages load.
    file: 'atkinson-core.woff2',
    from: `${atkinson}latin-wght-normal.woff2`,
    range: 'U+20-7E, U+A0, U+A3, U+B7, U+D7, U+2013-2014, U+2018-2019, U+201C-201D, U+2022, U+2026, U+2212',
    features: latin,
  },
  {
    // The other letters and signs of Western Europe.
    file: 'atkinson-accents.woff2',
    from: `${atkinson}latin-wght-normal.woff2`,
    range: 'U+A1-A2, U+A4-B6, U+B8-D6, U+D8-FF, U+152-153, U+201A, U+201E, U+2039-203A, U+20AC',
    features: latin,
  },
  {
    // Welsh w and y with a circumflex, apart, so that a Welsh page does not load all of the next file.
    file: 'atkinson-welsh.woff2',
    from: `${atkinson}latin-ext-wght-normal.woff2`,
    range: 'U+174-177',
    features: latin,
  },
  {
    // Central and Eastern Europe, Turkish, Romanisation marks: names on the desk.
    file: 'atkinson-extended.woff2',
    from: `${atkinson}latin-ext-wght-normal.woff2`,
    range: 'U+100-130, U+132-151, U+154-173, U+178-24F, U+1E00-1EFF',
    features: latin,
  },
  {
    // Arabic, Urdu and Persian. Kurdish, Pashto and Sindhi letters fall back to the reader's own font.
    file: 'naskh-arabic.woff2',
    from: '@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2',
    range: 'U+60C, U+61B, U+61F, U+621-63A, U+640-655, U+660-66C, U+670, U+679, U+67E, U+686, U+688, U+691, U+698, U+6A9, U+6AF, U+6BA, U+6BE, U+6C0-6C3, U+6CC, U+6D2-6D4, U+6F0-6F9, U+200C-200D',
    features: ['ccmp', 'init', 'medi', 'fina', 'rlig', 'liga', 'locl', 'mark', 'mkmk'],
  },
];

/** Lucide names, each used beside a word and never alone. */
export const icons = [
  'arrow-left', 'arrow-right', 'calendar', 'chart-column', 'check', 'check-check', 'chevron-right', 'circle-alert', 'clock',
  'download', 'eye', 'file-text', 'globe', 'history', 'house', 'inbox', 'key-round', 'list-filter', 'lock', 'log-out',
  'mail', 'map-pin', 'message-square', 'pencil', 'phone', 'plus', 'printer', 'search', 'settings', 'shield-check',
  'undo-2', 'users', 'x',
];
