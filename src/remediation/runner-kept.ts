/** The longest beginning of a text that has at most `room` bytes of UTF-8 and whole characters. */
export function withinBytes(text: string, room: number): string {
  if (Buffer.byteLength(text) <= room) return text;
  const bytes = Buffer.from(text);
  let end = Math.max(0, room);
  // Bytes that begin with 10 belong to the character before.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
