/** A colour in the light and in the dark theme. */
type Pair = readonly [light: string, dark: string];

/**
 * Every colour of the dashboard, by what it means. Mantine's own state colours do not reach AA
 * (research, ui §4), so severities and states are ours. A test holds the contrasts.
 */
export const TOKENS = {
  canvas: ['#f6f6f4', '#121418'],
  surface: ['#ffffff', '#191c21'],
  sunken: ['#eeeeeb', '#0e1013'],
  hover: ['#f2f2ef', '#20242a'],
  selected: ['#e8ecfa', '#232c4a'],
  border: ['#e1e1dc', '#2b2f36'],
  'border-strong': ['#86867e', '#767c87'],
  text: ['#1b1c1e', '#e7e8ea'],
  muted: ['#585a60', '#a3a8b1'],
  accent: ['#2f4bb8', '#9db0ff'],
  'accent-fill': ['#2f4bb8', '#4560d0'],
  'accent-fill-hover': ['#263e9e', '#4f69d8'],
  'on-accent': ['#ffffff', '#ffffff'],
  focus: ['#2f4bb8', '#9db0ff'],
  critical: ['#b3131b', '#ff8b85'],
  'critical-soft': ['#fcebea', '#3a1d1e'],
  high: ['#a04000', '#ffab62'],
  'high-soft': ['#fdefe3', '#38260f'],
  medium: ['#735500', '#e6c355'],
  'medium-soft': ['#faf3da', '#332b10'],
  low: ['#1d5c95', '#82bbf2'],
  'low-soft': ['#e6f0f9', '#152a3d'],
  info: ['#55585f', '#a9aeb7'],
  'info-soft': ['#eeeeeb', '#262a30'],
  ok: ['#17673a', '#74d29b'],
  'ok-soft': ['#e4f4ea', '#15301f'],
  acknowledged: ['#0a626c', '#72cad4'],
  'acknowledged-soft': ['#e0f1f3', '#122d31'],
} as const satisfies Record<string, Pair>;

export type Token = keyof typeof TOKENS;

/** The tokens of one theme as CSS variables: `--t-canvas` and so on. */
export function tokenVariables(theme: 'light' | 'dark'): Record<string, string> {
  const index = theme === 'light' ? 0 : 1;
  return Object.fromEntries(
    Object.entries(TOKENS).map(([name, pair]) => [`--t-${name}`, pair[index]]),
  );
}
