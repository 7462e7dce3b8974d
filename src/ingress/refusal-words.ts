import type { FieldError, Problem } from '../kernel/errors.ts';

/** Why a request was refused, as its receipt keeps it: the sentence, then each field with its fault. */
export function refusalWords({ message, errors }: Pick<Problem, 'message' | 'errors'>): string {
  // Of what is no JSON the sentence itself says where and what.
  const told = errors.filter(({ pointer, received }) => pointer || !message.includes(received));
  return [message, told.map(faultWords).join('; ')].join(' ').trim();
}

function faultWords({ pointer, expected, received }: FieldError): string {
  const fault = `expected ${expected}, got ${received}`;
  return pointer === '' ? fault : `${pointer}: ${fault}`;
}
