/** How a client that was made for another system is pointed at an integration here. */
export interface Pointing {
  /** What its settings ask for: an address, a key or both in one. */
  readonly settings: readonly { readonly label: string; readonly code: string }[];
  /** Where it posts to. */
  readonly url: string;
  /** The header that carries the key; null: it is carried elsewhere. */
  readonly authorization: string | null;
  /** The member of the body that carries the key; empty: it is carried elsewhere. */
  readonly body: Readonly<Record<string, string>>;
}

const ROOM = '/api/v1/webhooks/';

/** What stands where a key belongs that is not shown here. */
const KEY_OF_INTEGRATION = 'PUT_THE_KEY_OF_THE_INTEGRATION_HERE';

const POINTINGS: Readonly<Record<string, (hub: string, key: string) => Pointing>> = {
  'pagerduty-events': (hub, key) => ({
    settings: [
      { label: 'Address of the Events API', code: `${hub}/v2/enqueue` },
      { label: 'Integration key, also called routing key', code: key },
    ],
    url: `${hub}/v2/enqueue`,
    authorization: null,
    body: { routing_key: key },
  }),
  opsgenie: (hub, key) => ({
    settings: [
      { label: 'API address', code: hub },
      { label: 'API key', code: key },
    ],
    url: `${hub}/v2/alerts`,
    authorization: `GenieKey ${key}`,
    body: {},
  }),
  flashduty: (hub, key) => {
    const url = `${hub}/event/push/alert/standard?integration_key=${key}`;
    const label = 'Address; keep it to the sender, it holds a key';
    return { settings: [{ label, code: url }], url, authorization: null, body: {} };
  },
};

/**
 * The pointing of a format whose own addresses hold no key, from the one that the hub gives its
 * integration (`<hub>/api/v1/webhooks/<format>/<key>`); null for all other formats.
 */
export function pointingOf(format: string, url: string): Pointing | null {
  const point = Object.hasOwn(POINTINGS, format) ? POINTINGS[format] : undefined;
  if (!point) return null;
  const [hub = '', rest] = url.split(ROOM);
  return point(hub, rest?.split('/').at(-1) ?? KEY_OF_INTEGRATION);
}
