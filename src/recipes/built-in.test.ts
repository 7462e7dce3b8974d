import { describe, expect, it } from 'vitest';
import { builtInRecipes } from './built-in.ts';
import { factsOfTest } from './rules/facts.ts';
import { matchRecipes } from './rules/match-recipes.ts';
import { stepsOf } from './rules/recipe-schema.ts';
import { runRecipeTests } from './rules/run-tests.ts';

const documents = builtInRecipes().map(({ document }) => document);

describe('the starter set', () => {
  it('is a dozen or more, each named once', () => {
    expect(documents.length).toBeGreaterThanOrEqual(12);
    expect(new Set(documents.map(({ slug }) => slug)).size).toBe(documents.length);
  });

  it.each(documents.map((document) => [document.slug, document] as const))(
    '%s passes its own tests, for what fits and for what does not',
    (_slug, document) => {
      const tests = document.tests ?? [];
      expect(tests.some(({ matches }) => matches)).toBe(true);
      expect(tests.some(({ matches }) => !matches)).toBe(true);
      for (const { name, failures } of runRecipeTests(document)) {
        expect({ name, failures }).toEqual({ name, failures: [] });
      }
    },
  );

  it.each(documents.map((document) => [document.slug, document] as const))(
    '%s is bounded: changes are few, verified and limited',
    (_slug, document) => {
      if (document.risk === 'none') return;
      expect(document.post_checks).not.toEqual([]);
      expect(document.cool_down_minutes).toBeGreaterThanOrEqual(60);
      expect(document.limits?.max_runs_per_day).toBeLessThanOrEqual(3);
      expect(stepsOf(document).some(({ list }) => list === 'pre_checks')).toBe(true);
    },
  );

  it.each([
    ['disk_full', 'disk-usage'],
    ['cpu_high', 'top-cpu'],
    ['memory_high', 'top-memory'],
    ['service_down', 'failed-units'],
    ['port_unavailable', 'listening-port'],
  ])('has a look at %s before it changes anything: %s', (incident_type, slug) => {
    const [first] = matchRecipes(documents, factsOfTest({ incident: { incident_type } }));
    expect(first?.slug).toBe(slug);
  });

  it('changes something only where the alert says at what', () => {
    for (const incident_type of ['disk_full', 'service_down', 'port_unavailable', 'custom']) {
      const facts = factsOfTest({
        incident: { incident_type, service: 'shop' },
        alert: { title: 'Service down, disk full, certificate expires, rollout stuck in kube' },
      });
      const offered = matchRecipes(documents, facts).map(({ slug }) => slug);
      const changing = documents.filter(({ risk }) => risk !== 'none').map(({ slug }) => slug);
      expect(offered.filter((slug) => changing.includes(slug))).toEqual([]);
    }
  });

  it('looks at the unit first where the alert names one', () => {
    const evidence = { service_name: 'nginx' };
    const incident = { incident_type: 'service_down' };
    const offered = matchRecipes(documents, factsOfTest({ incident, alert: { evidence } }));
    expect(offered.map(({ slug }) => slug)).toEqual([
      'unit-status',
      'failed-units',
      'restart-unit',
    ]);
  });

  it('reaches no other host than the one it runs on, save where the alert names one', () => {
    for (const { step } of documents.flatMap(stepsOf)) {
      const args = step.kind === 'command' ? (step.args ?? []) : [];
      for (const text of args.filter((one) => /:\/\/|:\d{2,5}$/.test(one))) {
        expect(text).toMatch(/localhost|127\.0\.0\.1|\$\{domain\}/);
      }
    }
  });
});
