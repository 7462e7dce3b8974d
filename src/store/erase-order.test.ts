import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eraseOrder } from './erase-order.ts';

const table = (name: string, ...refersTo: string[]) => ({ name, refersTo });

test('what refers to others goes before them', () => {
  const tables = [table('tenants'), table('hubs', 'tenants'), table('subscribers', 'hubs')];
  expect(eraseOrder(tables, [])).toEqual(['subscribers', 'hubs', 'tenants']);
});

test('what is to go first does, unless something refers to it', () => {
  const tables = [table('alerts'), table('lanes'), table('hubs'), table('notices', 'hubs')];
  expect(eraseOrder(tables, ['lanes', 'hubs'])).toEqual(['lanes', 'alerts', 'notices', 'hubs']);
});

test('every table is in it once, also in a circle and with one that refers to itself', () => {
  const tables = [table('a', 'b'), table('b', 'a'), table('c', 'c')];
  expect(eraseOrder(tables, []).toSorted()).toEqual(['a', 'b', 'c']);
});

test('without circles no table goes before one that refers to it', () => {
  const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc
          .subarray(Array.from({ length: index }, (_unused, other) => `t${other}`))
          .map((refers) => {
            return table(`t${index}`, ...refers);
          }),
      ),
    ),
  );
  fc.assert(
    fc.property(graphs, fc.subarray(['t0', 't3', 't7']), (tables, first) => {
      const order = eraseOrder(tables, first);
      const places = tables.flatMap(({ name, refersTo }) =>
        refersTo.map((other) => order.indexOf(name) < order.indexOf(other)),
      );
      return order.length === tables.length && places.every(Boolean);
    }),
  );
});
