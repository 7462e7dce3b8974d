import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isHeldOut, readLabelled } from '../../bench/triage/labelled.ts';
import { score } from '../../bench/triage/score.ts';
import { parseRecipe } from '../../src/recipes/recipe-document.ts';
import { CATEGORIES } from '../../src/triage/rules/triage-result.ts';

const RECIPES = new URL('../../recipes/', import.meta.url);

const recipes = readdirSync(RECIPES)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseRecipe(readFileSync(new URL(name, RECIPES), 'utf8')));
const labelled = readLabelled();
const heldOut = labelled.filter(isHeldOut).map((alert) => score(alert, recipes));

const shareOf = <T>(all: readonly T[], isRight: (one: T) => boolean) =>
  all.filter(isRight).length / all.length;

describe('the labelled alerts', () => {
  it('are enough, of every category, with a third or so held out', () => {
    expect(labelled.length).toBeGreaterThanOrEqual(240);
    expect(new Set(labelled.map(({ id }) => id)).size).toBe(labelled.length);
    expect(new Set(labelled.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    expect(heldOut.length / labelled.length).toBeGreaterThan(0.25);
  });

  it('that were held out get the right category in 85 of 100 cases', () => {
    const isRight = ({ alert, result }: (typeof heldOut)[number]) =>
      result.category === alert.category;
    expect(shareOf(heldOut, isRight)).toBeGreaterThanOrEqual(0.85);
  });

  it('that were held out get the right recipe among the first three in 90 of 100 cases', () => {
    const needing = heldOut.filter(({ isOffered }) => isOffered !== null);
    expect(shareOf(needing, ({ isOffered }) => isOffered === true)).toBeGreaterThanOrEqual(0.9);
  });
});
