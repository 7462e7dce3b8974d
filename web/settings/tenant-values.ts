/** Minutes as a form has them; null: the hub's own. */
export function minutesIn(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** Numbers with commas between them; null: the hub's own, undefined: not numbers. */
export function thresholdsIn(text: string): number[] | null | undefined {
  if (text.trim() === '') return null;
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => /^\d{1,6}$/.test(part)) ? parts.map(Number) : undefined;
}
