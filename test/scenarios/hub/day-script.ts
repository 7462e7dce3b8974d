import type { Alert, Colleague, DayHub, Outcome } from './day-hub.ts';

/** Who works that day, and the button they have. */
export interface Cast {
  readonly ann: Colleague;
  readonly bob: Colleague;
  /** Id of a custom action on the service. */
  readonly action: string;
}

/** The incidents of the day by what they are about, once they are open. */
export interface Incidents {
  /** The one that the day is about. */
  cpu: string;
  /** Opened by alerts of another group; goes into the first one. */
  disk: string;
  /** Opened by hand; goes into the first one too. */
  call: string;
}

/** When the sender says that it began: half a minute before the hub heard of it. */
export const SECONDS_BEFORE = 30;

/** A host of the shop that has too much to do. */
function busy(host: string, more: Partial<Alert> = {}): Alert {
  return {
    external_id: `cpu-${host}`,
    title: `CPU of ${host} is busy`,
    severity: 'warning',
    labels: { alertname: 'HighCpu', service: 'Checkout', host },
    ...more,
  };
}

function full(host: string): Alert {
  return {
    external_id: `disk-${host}`,
    title: `Disk of ${host} is full`,
    severity: 'warning',
    labels: { alertname: 'DiskFull', service: 'Checkout', host },
  };
}

/** Custom fields that the company keeps, a button, and two people. */
export async function hireCast(hub: DayHub, actionUrl: string): Promise<Cast> {
  const fields = [
    { name: 'region', kind: 'single_select', options: ['eu', 'us'] },
    { name: 'shops', kind: 'multi_select', options: ['web', 'app', 'kiosk'] },
    { name: 'noticed', kind: 'checkbox', default_value: false },
    { name: 'ticket', kind: 'text' },
  ];
  for (const field of fields) await hub.admin.post('/custom-fields', field);
  const action = await hub.admin.post('/custom-actions', {
    name: 'Restart',
    url: actionUrl,
    service_id: hub.service.id,
    headers: { 'x-button': 'restart' },
  });
  return { ann: await hub.hire('Ann'), bob: await hub.hire('Bob'), action: action.id };
}

/**
 * The day on one incident, step by step: it opens, is assigned, acknowledged, gets worse, becomes a
 * storm, is worked on, snoozed, wakes by itself, takes others in, and ends twice.
 */
export function scriptOf(hub: DayHub, { ann, bob, action }: Cast) {
  const incidents: Incidents = { cpu: '', disk: '', call: '' };
  const on = (command: string) => `/incidents/${incidents.cpu}/${command}`;
  const idOf = ([first]: readonly Outcome[]) => first?.incident_id ?? '';
  return {
    incidents,
    opens: async () => {
      const started_at = new Date(Date.now() - SECONDS_BEFORE * 1_000).toISOString();
      const description = 'Above 90 % for ten minutes.';
      incidents.cpu = idOf(await hub.fire(busy('web-1', { started_at, description })));
    },
    isAssigned: () => ann.post(on('assign'), { people: [bob.id, ann.person.email] }),
    isAcknowledged: () => bob.post(on('acknowledge')),
    getsWorse: () => hub.fire(busy('web-2', { severity: 'critical' })),
    storms: () => hub.fire(busy('web-3'), busy('web-4'), busy('web-5')),
    repeats: () => hub.fire(busy('web-3'), busy('web-4'), busy('web-5')),
    isCommented: () => bob.post(on('comment'), { text: 'A crawler. Looking for its address.' }),
    isDescribed: () =>
      bob.patch(`/incidents/${incidents.cpu}`, {
        title: 'Shop is slow',
        description: 'Above 90 % for ten minutes.',
        impact: 'Checkout takes 20 s',
        custom_fields: { region: 'eu', shops: ['app', 'web'], noticed: false },
      }),
    isSnoozed: () => bob.post(on('snooze'), { minutes: 45 }),
    wakes: () => hub.endSnooze(incidents.cpu),
    othersOpen: async () => {
      incidents.disk = idOf(await hub.fire(full('db-1'), full('db-2')));
      const call = { title: 'A customer calls', severity: 'high', service: 'Checkout' };
      incidents.call = (await ann.post('/incidents', call)).id;
    },
    takesOthersIn: () =>
      ann.post(on('merge'), {
        sources: [incidents.disk, incidents.call],
        title: 'Shop is slow, logs fill disks',
        comment: 'All the same crawler.',
      }),
    getsTheirAlerts: () => hub.fire(full('db-3')),
    runsAnAction: () => bob.post(on('run-action'), { action_id: action }),
    isResolved: () =>
      ann.post(on('resolve'), { root_cause: 'A crawler', resolution: 'Blocked its network' }),
    reopens: () => bob.post(on('reopen'), { reason: 'It has come back.' }),
    closes: () => bob.post(on('resolve')),
  };
}

/** All of it, for those who only want to see it go by. */
export async function playDay(script: ReturnType<typeof scriptOf>): Promise<void> {
  const { incidents: _, ...steps } = script;
  for (const step of Object.values(steps)) await step();
}
