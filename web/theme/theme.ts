import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { TOKENS, tokenVariables } from './tokens.ts';

const FONT = "'Inter Variable', 'Inter Fallback', system-ui, sans-serif";
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';

const accent: MantineColorsTuple = [
  '#eef1fb',
  '#dbe1f6',
  '#b6c3ee',
  '#8fa3e6',
  '#6c85de',
  '#5570d6',
  '#4560d0',
  '#2f4bb8',
  '#263e9e',
  '#1c2f7a',
];

/** Mantine's greys of the dark theme, in our tint; what carries a meaning comes from the tokens. */
const dark: MantineColorsTuple = [
  '#e7e8ea',
  '#c4c8ce',
  '#a3a8b1',
  '#767c87',
  '#3a3f48',
  '#2b2f36',
  '#22262c',
  '#191c21',
  '#14171b',
  '#0e1013',
];

/** Short, and only where something appears or goes; `prefers-reduced-motion` turns it off. */
const transitionProps = { transition: 'fade', duration: 110 } as const;

/** Our own look on Mantine's parts. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark },
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  headings: { fontFamily: FONT, fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 6,
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Modal: {
      defaultProps: { transitionProps, radius: 10, closeButtonProps: { 'aria-label': 'Close' } },
    },
    ModalRoot: { defaultProps: { transitionProps } },
    Menu: {
      defaultProps: {
        transitionProps,
        shadow: 'md',
        radius: 8,
        // Inside the landmark of what opens it, and without an element that is no item.
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { transitionProps, shadow: 'md', radius: 8 } },
    Tooltip: { defaultProps: { transitionProps, openDelay: 400, radius: 4 } },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { transitionProps } } },
    MultiSelect: { defaultProps: { size: 'sm', comboboxProps: { transitionProps } } },
  },
});

/** Mantine's variables from our tokens, so that its parts wear our colours. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...tokenVariables('light'), ...mantineVariables(0) },
  dark: { ...tokenVariables('dark'), ...mantineVariables(1) },
});

function mantineVariables(index: 0 | 1): Record<string, string> {
  return {
    '--mantine-color-body': TOKENS.surface[index],
    '--mantine-color-text': TOKENS.text[index],
    '--mantine-color-dimmed': TOKENS.muted[index],
    '--mantine-color-placeholder': TOKENS.muted[index],
    '--mantine-color-anchor': TOKENS.accent[index],
    '--mantine-color-error': TOKENS.critical[index],
    '--mantine-color-default': TOKENS.surface[index],
    '--mantine-color-default-hover': TOKENS.hover[index],
    '--mantine-color-default-color': TOKENS.text[index],
    '--mantine-color-default-border': TOKENS['border-strong'][index],
    '--mantine-color-accent-filled': TOKENS['accent-fill'][index],
    '--mantine-color-accent-filled-hover': TOKENS['accent-fill-hover'][index],
    '--mantine-color-accent-light-color': TOKENS.accent[index],
    '--mantine-color-disabled': TOKENS.sunken[index],
    '--mantine-color-disabled-border': TOKENS.border[index],
    '--mantine-color-disabled-color': TOKENS.muted[index],
    '--mantine-primary-color-filled': TOKENS['accent-fill'][index],
    '--mantine-primary-color-filled-hover': TOKENS['accent-fill-hover'][index],
    '--mantine-primary-color-light-color': TOKENS.accent[index],
  };
}
