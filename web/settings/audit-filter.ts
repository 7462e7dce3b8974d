/** Which entries of the audit log are shown, as the address says it. */
export interface AuditFilter {
  /** Id of a member or key, or `operator`, `system`. */
  readonly actor?: string;
  /** A noun (`incident`) or a whole action (`incident.resolved`). */
  readonly action?: string;
  /** Id of what was changed. */
  readonly target?: string;
  /** First and last day, `2026-11-21`, in the viewer's zone. */
  readonly from?: string;
  readonly to?: string;
}

const SHAPES: Readonly<Record<keyof AuditFilter, RegExp>> = {
  actor: /^.{1,100}$/,
  action: /^[a-z_]{1,50}(\.[a-z_]{1,50})?$/,
  target: /^.{1,200}$/,
  from: /^\d{4}-\d{2}-\d{2}$/,
  to: /^\d{4}-\d{2}-\d{2}$/,
};

/** Reads a filter out of an address; what is not understood is left out. */
export function readAuditFilter(search: Readonly<Record<string, unknown>>): AuditFilter {
  const known = Object.entries(SHAPES).filter(([name, shape]) => {
    const value = search[name];
    return typeof value === 'string' && shape.test(value);
  });
  return Object.fromEntries(known.map(([name]) => [name, search[name]]));
}

/** The filter as the API takes it: days become instants, the last day included. */
export function auditQuery({ from, to, ...rest }: AuditFilter) {
  const begin = from === undefined ? null : startOf(from, 0);
  const end = to === undefined ? null : startOf(to, 1);
  return { ...rest, ...(begin && { from: begin }), ...(end && { to: end }) };
}

/** Midnight of the viewer's zone, so many days after the one given. */
function startOf(day: string, later: number): string | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
