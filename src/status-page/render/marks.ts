import type { ComponentStatus, PageIndicator } from '../page.ts';
import { type Markup, trusted } from './markup.ts';

/** The letter that stands for a status in classes and icons: short, because it stands often. */
export type Mark = 'u' | 'g' | 'x' | 'm';

export const STATUS_MARK: Readonly<Record<ComponentStatus, Mark>> = {
  up: 'u',
  degraded: 'g',
  down: 'x',
  maintenance: 'm',
};

export const INDICATOR_MARK: Readonly<Record<PageIndicator, Mark>> = {
  none: 'u',
  minor: 'g',
  major: 'x',
  critical: 'x',
  maintenance: 'm',
};

/** The icon of a state; always beside its word, so it says nothing itself. */
export function icon(mark: Mark): Markup {
  return trusted(`<svg class="i ${mark}" aria-hidden="true"><use href="#${mark}"/></svg>`);
}
