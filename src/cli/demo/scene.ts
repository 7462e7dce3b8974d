import type { Cast, PersonKey } from './cast.ts';
import type { Ask } from './hub-access.ts';
import type { Senders } from './senders.ts';

/** What a story is played with. */
export interface Scene {
  /** Part of every sender's id, so that another day's alerts are new ones. */
  readonly day: string;
  /** Asks the hub's API as one of the shop's people. */
  readonly as: (person: PersonKey) => Ask;
  readonly cast: Cast;
  readonly senders: Senders;
}

/** Something that happened in the shop. Stories need nothing of each other. */
export interface Story {
  /** For the terminal, in a few words. */
  readonly name: string;
  /** Hour of the day at which it began, 0–23: the order in which stories are played. */
  readonly hour: number;
  readonly play: (scene: Scene) => Promise<void>;
}

/** That many minutes ago, as senders write it. */
export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** The incident of the newest alert whose title holds the words; null when there is none. */
export async function incidentOf(ask: Ask, words: string): Promise<string | null> {
  const path = `/alerts?limit=1&q=${encodeURIComponent(words)}`;
  const page = await ask<{ data: { incident_id: string | null }[] }>('GET', path);
  return page.data[0]?.incident_id ?? null;
}
