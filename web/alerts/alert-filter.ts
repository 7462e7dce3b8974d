/** Which alerts are shown, as the address says it and the API takes it. */
export interface AlertFilter {
  readonly status?: 'firing' | 'resolved';
  /** Words with commas between them. */
  readonly severity?: string;
  readonly service?: string;
  readonly integration?: string;
  readonly q?: string;
}

/** Reads a filter out of an address; what is not understood is left out. */
export function readAlertFilter(search: Readonly<Record<string, unknown>>): AlertFilter {
  const { status } = search;
  const text = (name: string) => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? { [name]: value } : {};
  };
  return {
    ...(status === 'firing' || status === 'resolved' ? { status } : {}),
    ...text('severity'),
    ...text('service'),
    ...text('integration'),
    ...(typeof search.q === 'string' && search.q.trim().length > 1 ? { q: search.q.trim() } : {}),
  };
}
