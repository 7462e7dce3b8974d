type Rgb = readonly [number, number, number];

/** Of text on its ground (WCAG 2.2, 1.4.3). */
const CONTRAST = 4.5;
/** The hub's own colour where none is set. */
const DEFAULT_ACCENT = '#2f4bb8';

/** Relative luminance (WCAG 2.2), 0 to 1. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours `#rrggbb` (WCAG 2.2), 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminance(toRgb(one)), luminance(toRgb(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function toRgb(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The hub's accent as text on a ground: as it is where it can be read, else as little darker (on a
 * light ground) or lighter as it takes. Anything but `#rrggbb` counts as unset.
 */
export function readableAccent(accent: string | undefined, ground: string): string {
  const wanted = accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : DEFAULT_ACCENT;
  const target: Rgb = luminance(toRgb(ground)) > 0.4 ? [0, 0, 0] : [255, 255, 255];
  const from = toRgb(wanted);
  for (let step = 0; step <= 20; step++) {
    const mixed = toHex(from.map((part, at) => mix(part, target[at] ?? 0, step / 20)) as never);
    if (contrastOf(mixed, ground) >= CONTRAST) return mixed;
  }
  return toHex(target);
}

const mix = (from: number, to: number, share: number) => from + (to - from) * share;

/** Black or white, whichever is read better on a colour. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  return contrastOf(color, '#ffffff') >= contrastOf(color, '#000000') ? '#ffffff' : '#000000';
}
