import { invalid } from '../kernel/errors.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import type { FormatInfo } from './tenants-context.ts';

/** Whether a format's senders need neither a secret nor an API key beside what finds the integration. */
export function provesItself(auth: FormatInfo['auth'] | undefined): boolean {
  return auth === 'message' || auth === 'key';
}

/** Throws 422 for settings that only the format can judge, such as expressions that do not compile. */
export function requireSoundSettings(
  format: FormatInfo | undefined,
  settings: IntegrationSettings,
): void {
  const errors = format?.checkSettings?.(settings) ?? [];
  if (errors.length > 0) throw invalid('The settings cannot be used as they are.', errors);
}

/**
 * Throws 422 when nothing could ever get in: a signature is required, but there is neither a
 * secret to sign with nor leave to send an API key instead.
 */
export function requireUsableSignature(settings: IntegrationSettings, canBeSigned: boolean): void {
  const required = (settings.signature ?? 'required') === 'required';
  if (!required || canBeSigned || settings.accept_api_key) return;
  throw invalid('Every request would be refused: the integration has no secret to sign with.', [
    {
      pointer: '/settings/signature',
      expected: 'a secret (rotate-secret sets one), accept_api_key, or another value',
      received: settings.signature ?? 'nothing, which means required',
    },
  ]);
}
