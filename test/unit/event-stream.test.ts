import { expect, test } from 'vitest';
import { parseBlock } from '../../web/api/event-stream.ts';

function parsed(block: string) {
  const taken: unknown[] = [];
  parseBlock(block, (id, message) => taken.push({ id, ...message }));
  return taken;
}

test('a message has its name, its id and all lines of its data', () => {
  expect(parsed('event: incident\nid: 7\ndata: {"a":\ndata: 1}')).toEqual([
    { id: '7', event: 'incident', data: '{"a":\n1}' },
  ]);
});

test('without a name it is a message, and spaces after the first are its own', () => {
  expect(parsed('data:  x')).toEqual([{ id: null, event: 'message', data: ' x' }]);
});

test.each([': ping', '', 'retry: 1000'])('%j is nobody’s business', (block) => {
  expect(parsed(block)).toEqual([]);
});
