/** Lists as the dashboard asks for them; `*` is a number that changes from request to request. */
export const QUERIES: readonly (readonly [name: string, path: string])[] = [
  ['all', '/incidents?limit=50'],
  ['open', '/incidents?progress=triggered,acknowledged'],
  ['open, worst first', '/incidents?progress=triggered,acknowledged&sort=severity'],
  ['open, oldest first', '/incidents?progress=triggered,acknowledged&sort=oldest'],
  ['open, last updated first', '/incidents?progress=triggered,acknowledged&sort=updated'],
  ['all, last updated first', '/incidents?sort=updated'],
  ['all, worst first', '/incidents?sort=severity'],
  ['triggered', '/incidents?progress=triggered'],
  ['acknowledged', '/incidents?progress=acknowledged'],
  ['closed', '/incidents?progress=closed'],
  ['critical', '/incidents?severity=critical'],
  ['open critical', '/incidents?progress=triggered,acknowledged&severity=critical'],
  ['open critical and high', '/incidents?progress=triggered,acknowledged&severity=critical,high'],
  ['a service', '/incidents?service=svc_*50'],
  ['open of a service', '/incidents?progress=triggered,acknowledged&service=svc_*50'],
  [
    'open critical of a service',
    '/incidents?progress=triggered,acknowledged&severity=critical&service=svc_*50',
  ],
  [
    'open of a service, worst first',
    '/incidents?progress=triggered,acknowledged&service=svc_*50&sort=severity',
  ],
  ['acknowledged critical', '/incidents?progress=acknowledged&severity=critical'],
  ['flagged', '/incidents?flagged=true'],
  ['snoozed', '/incidents?snoozed=true'],
  ['open, not snoozed', '/incidents?progress=triggered,acknowledged&snoozed=false'],
  ['text found often', '/incidents?q=disk'],
  ['text found seldom', '/incidents?progress=triggered,acknowledged&q=host-*5000'],
  ['text found never', '/incidents?q=unheard-of-*9'],
  ['text in a service', '/incidents?service=svc_*50&q=host-1'],
  ['a label found often', '/incidents?label.env=prod'],
  ['a label found seldom', '/incidents?label.host=host-*5000'],
  ['a label found never', '/incidents?label.host=nowhere-*9'],
  ['a day', '/incidents?from=@10&to=@9'],
  ['a day, critical, by text', '/incidents?from=@10&to=@9&severity=critical&q=disk'],
  ['alerts', '/alerts'],
  ['alerts firing', '/alerts?status=firing'],
  ['alerts of a service', '/alerts?service=svc_*50'],
  ['alerts, critical', '/alerts?severity=critical'],
  ['alerts of an integration', '/alerts?integration=int_*7'],
  ['alerts by text found seldom', '/alerts?q=host-*50000'],
  ['alerts by text found never', '/alerts?q=unheard-of-*9'],
  ['similar incidents', '/incidents/:id/similar'],
  ['figures of 7 days by day', '/analytics/summary?by=day'],
  ['figures of 30 days by service', '/analytics/summary?by=service&from=@30'],
];

/** The path of the nth request: numbers and days filled in. */
export function pathOf(path: string, n: number, ids: readonly string[]): string {
  return path
    .replace(/\*(\d+)/g, (_, most: string) => String(1 + ((n * 7919) % Number(most))))
    .replace(/@(\d+)/g, (_, days: string) =>
      new Date(Date.now() - Number(days) * 86_400_000).toISOString(),
    )
    .replace(':id', ids[n % ids.length] ?? '');
}
