import type { PageLocale, Strings } from './strings.ts';
import { german } from './strings-de.ts';
import { english } from './strings-en.ts';

/** Every language of the public pages; the first is the default. */
export const PAGE_LOCALES: readonly PageLocale[] = ['en', 'de'];

const CATALOGUE: Readonly<Record<PageLocale, Strings>> = { en: english, de: german };

/** The words of a language. */
export function stringsOf(locale: PageLocale): Strings {
  return CATALOGUE[locale];
}

/** One of ours, or undefined. */
export function asPageLocale(text: string | undefined | null): PageLocale | undefined {
  return PAGE_LOCALES.find((locale) => locale === text);
}
