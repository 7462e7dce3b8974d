import type { HubProcess } from '../../test/hub-process.ts';

/** Posts to a service's hook; resolves when the hub has taken it. */
export type Tell = (service: number, payload: object) => Promise<void>;

const SERVICES = 40;
const PAST = 60;
const MINUTE = 60_000;

const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** 40 services with a past, some of them not well, in the default tenant's hub. */
export async function fillBusyHub(hub: HubProcess): Promise<Tell> {
  const base = `http://127.0.0.1:${hub.port}`;
  const hooks: string[] = [];
  for (let at = 0; at < SERVICES; at++) {
    const response = await fetch(`${base}/api/v1/services`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Service ${at + 1}` }),
    });
    const { statushub_url: url } = (await response.json()) as { statushub_url: string };
    hooks.push(new URL(url).pathname);
  }
  const tell: Tell = async (service, payload) => {
    const response = await fetch(`${base}${hooks[service % SERVICES]}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  };
  for (let at = 0; at < PAST; at++) {
    const began = Date.now() - (at + 1) * 33 * 60 * MINUTE;
    const report = {
      id: `past-${at}`,
      title: `Slow answers ${at}`,
      description: 'We look into it.',
    };
    const open = { state: 'investigating', status: at % 3 === 0 ? 'down' : 'degraded' };
    await tell(at, { ...report, ...open, start_time: stamp(began) });
    const closed = { state: 'resolved', status: 'up' };
    await tell(at, { ...report, ...closed, start_time: stamp(began + 40 * MINUTE) });
  }
  return tell;
}

/** Milliseconds from the hook's answer until the JSON shows it, sorted. */
export async function measurePublishing(
  port: number,
  tell: Tell,
  count: number,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let number = 0; number < count; number++) {
    const title = `Publication ${number}`;
    const update = { id: 'published', title, description: 'Now.', start_time: stamp(Date.now()) };
    await tell(0, { ...update, state: 'monitoring', status: 'degraded' });
    const started = performance.now();
    while (!(await shows(port, title))) await new Promise((resolve) => setTimeout(resolve, 2));
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}

async function shows(port: number, title: string): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/status/default/api/v2/incidents/unresolved.json`;
  const text = await (await fetch(url)).text();
  return text.includes(`"${title}"`);
}
