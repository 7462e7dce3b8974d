import { expect, test } from 'vitest';
import { chatUrl } from './llm.ts';

test.each([
  ['https://api.openai.com/v1', 'https://api.openai.com/v1/chat/completions'],
  ['https://api.openai.com/v1/', 'https://api.openai.com/v1/chat/completions'],
  ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1/chat/completions'],
  ['http://llm.example', 'http://llm.example/chat/completions'],
  ['https://x.example/openai?version=1', 'https://x.example/openai/chat/completions?version=1'],
])('%s is asked at %s', (base, url) => {
  expect(chatUrl(base)).toBe(url);
});
