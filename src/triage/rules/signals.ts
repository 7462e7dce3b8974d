import { type Signal, TIGHT, WINDOW } from './signal.ts';
import { APPLICATION_SIGNALS } from './signals-application.ts';
import { DATABASE_SIGNALS } from './signals-database.ts';
import { DELIVERY_SIGNALS } from './signals-delivery.ts';
import { GENERAL_SIGNALS } from './signals-general.ts';
import { INFRASTRUCTURE_SIGNALS } from './signals-infrastructure.ts';
import { NETWORK_SIGNALS, SECURITY_SIGNALS } from './signals-network.ts';
import { stem } from './tokens.ts';

/** A phrase ready to be looked for: for each of its words the forms that will do. */
export interface Phrase {
  readonly words: readonly (readonly string[])[];
  /** How far its words may stand from the first of them. */
  readonly window: number;
}

export interface CompiledSignal extends Signal {
  readonly compiled: readonly Phrase[];
}

/** All rules of thumb, in the order in which equal ones are told. */
export const SIGNALS: readonly CompiledSignal[] = [
  ...SECURITY_SIGNALS,
  ...DATABASE_SIGNALS,
  ...DELIVERY_SIGNALS,
  ...NETWORK_SIGNALS,
  ...INFRASTRUCTURE_SIGNALS,
  ...APPLICATION_SIGNALS,
  ...GENERAL_SIGNALS,
].map((signal) => ({ ...signal, compiled: signal.phrases.map(compile) }));

function compile(phrase: string): Phrase {
  const isTight = phrase.startsWith('=');
  const words = phrase
    .slice(isTight ? 1 : 0)
    .split(' ')
    .map((word) => word.split('|').map(stem));
  return { words, window: isTight ? TIGHT : WINDOW };
}
