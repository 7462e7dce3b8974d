const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that say where a message goes or where it ends: the client's own (RFC 9110 §7.6.1). */
const RESERVED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
]);

/**
 * Why a header of the settings cannot be sent, or null. Names are tokens (RFC 9110 §5.6.2) and none
 * of the client's own; values have no line breaks, control characters or characters above U+00FF.
 * The text never repeats the value.
 */
export function headerFault(name: string, value: string): string | null {
  if (!TOKEN.test(name)) return 'a header name is letters, digits and hyphens';
  const lower = name.toLowerCase();
  if (RESERVED.has(lower) || lower.startsWith('proxy-')) return `the header ${lower} is reserved`;
  if (!VALUE.test(value)) {
    return `the value of ${lower} has a line break, a control character or one beyond Latin-1`;
  }
  return null;
}
