/** `?severity=high&severity=low&snoozed=true` → `{ severity: ['high', 'low'], snoozed: true }` */
export function parseSearch(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const params = new URLSearchParams(text);
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name).map(toValue);
    found[name] = values.length === 1 ? values[0] : values;
  }
  return found;
}

function toValue(text: string): string | boolean {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

/** The inverse of {@link parseSearch}; what is undefined or null is left out. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) params.append(name, String(item));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
