import { describe, expect, test } from 'vitest';
import { TOKENS, type Token } from './tokens.ts';

const THEMES = ['light', 'dark'] as const;
const SURFACES: readonly Token[] = ['canvas', 'surface', 'sunken', 'hover', 'selected'];
const TEXTS: readonly Token[] = ['text', 'muted', 'accent'];
const STATES: readonly Token[] = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
  'ok',
  'acknowledged',
];

describe.each(THEMES)('the %s theme', (theme) => {
  const color = (token: Token) => TOKENS[token][theme === 'light' ? 0 : 1];
  const contrast = (a: Token, b: Token) => contrastOf(color(a), color(b));

  test.each(TEXTS)('%s can be read on every surface', (text) => {
    for (const surface of SURFACES) expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(STATES)('%s can be read on every surface and on its own tint', (state) => {
    for (const surface of [...SURFACES, `${state}-soft` as Token]) {
      expect(contrast(state, surface)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('the words of a filled button can be read', () => {
    expect(contrast('on-accent', 'accent-fill')).toBeGreaterThanOrEqual(4.5);
    expect(contrast('on-accent', 'accent-fill-hover')).toBeGreaterThanOrEqual(4.5);
  });

  test('outlines of fields and the focus ring can be seen', () => {
    for (const surface of ['canvas', 'surface'] as const) {
      expect(contrast('border-strong', surface)).toBeGreaterThanOrEqual(3);
      expect(contrast('focus', surface)).toBeGreaterThanOrEqual(3);
    }
  });
});

/** WCAG 2.2, contrast ratio of two colours written as #rrggbb. */
function contrastOf(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
