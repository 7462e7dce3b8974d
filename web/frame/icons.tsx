import type { SVGProps } from 'react';

/** Drawn for a box of 24, in the colour of the text around them. */
const SHAPES = {
  bell: 'M6 9a6 6 0 1 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20a2 2 0 0 0 4 0',
  siren:
    'M7 18v-6a5 5 0 0 1 10 0v6M5 21h14v-3H5zM12 3v1M4.600 6.600l.8.8M19.400 6.600l-.8.8M3 12h1M20 12h1',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  send: 'M21 3 10 14M21 3l-7 18-4-7-7-4z',
  layers: 'm12 3 9 5-9 5-9-5zM3 13l9 5 9-5',
  chart: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  settings:
    'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M19.400 13.500l1.600 1.300-2 3.400-2-.7a7 7 0 0 1-2 1.100L14.700 21h-4l-.4-2.400a7 7 0 0 1-2-1.100l-2 .7-2-3.400 1.700-1.300a7 7 0 0 1 0-2.900L4.300 9.200l2-3.400 2 .7a7 7 0 0 1 2-1.100L10.700 3h4l.3 2.400a7 7 0 0 1 2 1.100l2-.7 2 3.400-1.600 1.300a7 7 0 0 1 0 3',
  pulse: 'M3 12h4l3 8 4-16 3 8h4',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5',
  check: 'm5 12 5 5 9-10',
  'check-double': 'm2 13 4 4 8-9M11 16l1 1 9-10',
  undo: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  moon: 'M20 14A8 8 0 1 1 10 4a6.500 6.500 0 0 0 10 10',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M19 5l-1.400 1.400M6.400 17.600 5 19',
  screen: 'M3 5h18v11H3zM9 20h6M12 16v4',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2',
  flag: 'M5 21V4M5 4h12l-2 4 2 4H5',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21a8 8 0 0 1 16 0',
  'user-plus': 'M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M2 21a8 8 0 0 1 14-5M18 14v6M15 17h6',
  merge: 'M6 4v4a8 8 0 0 0 8 8h4M6 20v-4M15 13l3 3-3 3',
  comment: 'M4 5h16v11H9l-5 4z',
  link: 'M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1-1',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  edit: 'm4 20 1-4L16 5l3 3L8 19zM14 7l3 3',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  down: 'm6 9 6 6 6-6',
  right: 'm9 6 6 6-6 6',
  left: 'm15 6-6 6 6 6',
  up: 'm6 15 6-6 6 6',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10',
  storm: 'M7 16a4 4 0 0 1 0-8 5 5 0 0 1 9.600-1A4.500 4.500 0 0 1 17 16M12 12l-2 4h4l-2 5',
  logout: 'M9 4H5v16h4M14 8l4 4-4 4M18 12H9',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 8h.01',
  warning: 'm12 4 9 16H3zM12 10v4M12 17h.01',
  reopen: 'M4 12a8 8 0 1 0 3-6L4 8M4 3v5h5',
} as const;

export type IconName = keyof typeof SHAPES;

/** A line drawing beside a word that says the same; hidden from screen readers. */
export function Icon({
  name,
  size = 16,
  ...rest
}: { readonly name: IconName; readonly size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
