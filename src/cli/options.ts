import { InvalidArgumentError, Option } from 'commander';

/** Where the hub is, for commands that talk to one. */
export function urlOption(): Option {
  return new Option('--url <url>', 'the hub (default: TOCSIN_URL, else localhost and PORT)');
}

/** Takes one of the words, and names them all for any other. */
export function oneOf(allowed: readonly string[]) {
  return (text: string) => {
    if (allowed.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed: ${allowed.join(', ')}.`);
  };
}

/** Takes a whole number from 1 to 999,999. */
export function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A whole number from 1 to 999999 is needed.');
}
