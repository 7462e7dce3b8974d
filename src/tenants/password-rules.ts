import { invalid } from '../kernel/errors.ts';

/** Characters of a password; the longest is far above what people remember or programs make. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;

/** 422 unless the text may become the password of the person with this address. */
export function requireUsablePassword(password: string, email: string, pointer = '/password') {
  const { min, max } = PASSWORD_LENGTH;
  const length = password.length;
  if (length < min || length > max) {
    throw unusable(pointer, `${min} to ${max} characters`, `${length} characters`);
  }
  const [name = ''] = email.toLowerCase().split('@');
  const guess = password.trim().toLowerCase();
  if (guess === email.toLowerCase() || guess === name) {
    throw unusable(pointer, 'something else than the e-mail address', 'the e-mail address');
  }
}

function unusable(pointer: string, expected: string, received: string) {
  return invalid('The password cannot be used.', [{ pointer, expected, received }]);
}
