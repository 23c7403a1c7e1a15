/**
 * The colours of the page. Curves are told apart by people who see fewer colours (they follow Okabe and Ito), and by their dashes;
 * texts have a contrast of at least 4.5 to what is behind them, curves of at least 3.
 */
const LIGHT: Readonly<Record<string, string>> = {
  ground: '#ffffff', raised: '#f6f7f8', ink: '#1c2127', soft: '#5a636d', line: '#e3e6e9', strong: '#aab2ba', accent: '#1b66a9',
  good: '#0b7a55', bad: '#b8430b', s1: '#1f6fb4', s2: '#c8500a', s3: '#00805a', s4: '#96469a', s5: '#8a6d00', s6: '#5b6470',
};

const DARK: Readonly<Record<string, string>> = {
  ground: '#14171b', raised: '#1d2126', ink: '#e7eaee', soft: '#a0a9b3', line: '#2b3037', strong: '#59626c', accent: '#7dbbf3',
  good: '#5ccba3', bad: '#f49a66', s1: '#6cb2f0', s2: '#f2935c', s3: '#4fc39a', s4: '#d699d8', s5: '#d8b84a', s6: '#a9b1bb',
};

/** Dashes of the third to the sixth curve: the first two are told apart by their colours and their points. */
const DASHES = ['', '', '7 3', '2 3', '8 3 2 3', '4 4'];

/** Cells of a heat map, right ones and mistakes, as red, green and blue. */
export const CELLS = { hit: [46, 124, 194], miss: [214, 95, 30] } as const;
/** Shades of a cell beside none. */
export const SHADES = 10;
/** A count could not be read on more. */
const MOST_OPAQUE = 0.72;

/** Style rules for both themes, for curves and for shades. Paper is light. */
export function colourRules(): string {
  const variables = (colours: Readonly<Record<string, string>>): string => Object.entries(colours).map(([name, colour]) => `--${name}:${colour}`).join(';');
  const curves = DASHES.map((dash, index) => `.s${index + 1}{--curve:var(--s${index + 1})${dash === '' ? '' : `;--dash:${dash}`}}`);
  const shades = Object.entries(CELLS).flatMap(([name, colour]) =>
    Array.from({ length: SHADES }, (_, index) => `.${name}.q${index + 1}{background:rgb(${colour.join(' ')}/${(((index + 1) / SHADES) * MOST_OPAQUE).toFixed(3)})}`),
  );
  return [
    `:root{color-scheme:light;${variables(LIGHT)}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(DARK)}}}`,
    `@media screen{:root[data-theme=dark]{color-scheme:dark;${variables(DARK)}}}`,
    ...curves,
    ...shades,
  ].join('\n');
}
