/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Names whose values are secrets: passwords, keys, tokens, addresses of people. */
const SECRET_NAME =
  'pass(?:word|wd|phrase|code)?|pwd|secret|token|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|' +
  'account[-_ ]?key|client[-_ ]?key|signing[-_ ]?key|encryption[-_ ]?key|credentials?|' +
  'authorization|auth|cookie|session(?:[-_ ]?id)?|signature|sig|e-?mail';

const SECRET_STEP = new RegExp(`(?:^|[^a-z0-9])(?:${SECRET_NAME})s?(?:$|[^a-z0-9])`, 'i');

/** A word that ends in a secret's name, as `DB_PASSWORD`, `x-api-key` and `authToken` do. */
const NAME = `[\\w.-]{0,64}?(?:${SECRET_NAME})`;
/** A value in quotes, or up to what ends one. */
const VALUE = '(?:"[^"\\n]{0,4000}"?|\'[^\'\\n]{0,4000}\'?|[^\\s"\',;&<>(){}\\[\\]]+)';

/**
 * Each finds one sort of secret, in a time that grows with the text and no faster: every repetition
 * is bounded, or ends at a character it cannot match.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // A block that was cut off goes to its end.
  [/-----BEGIN [A-Z0-9 ]{0,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g, REDACTED],
  // user:password@ of a URL; the host stays.
  [/(:\/\/)[^\s/?#@]{1,500}@/g, `$1${REDACTED}@`],
  // Hooks of chats are secrets as they are.
  [/(hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks)\/[^\s"'<>]+/gi, `$1/${REDACTED}`],
  [/\b(Bearer)(\s+)[\w.~+/=:-]{8,}/gi, `$1$2${REDACTED}`],
  // Words of sentences, too: a credential has a digit.
  [
    /\b(Basic|Digest|Negotiate|GenieKey|Token)(\s+)(?=\S{0,500}\d)[\w.~+/=:-]{8,}/gi,
    `$1$2${REDACTED}`,
  ],
  [
    new RegExp(`(\\b${NAME}s?["']?[^\\S\\n]{0,3}[=:][^\\S\\n]{0,3})${VALUE}`, 'gi'),
    `$1${REDACTED}`,
  ],
  [new RegExp(`(--?${NAME}[^\\S\\n]{1,3})${VALUE}`, 'gi'), `$1${REDACTED}`],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, REDACTED],
  [
    /\b(?:AKIA|ASIA|AROA)[A-Z0-9]{12,}|\b(?:gh[pousr]|github_pat|glpat|xox[a-z]|xapp|sk|pk|rk|tsk|whsec|npm|hf|dop_v1|shpat|AIza|SG|ya29)[-_.][\w.-]{10,}|\bAIza[\w-]{20,}/g,
    REDACTED,
  ],
  [/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu, REDACTED],
];

/** Long runs of letters and digits that no person would have written. */
const RUN = /[A-Za-z0-9+_=]{24,}/g;

/**
 * The text without what may be a secret: values of names that sound like one, known forms of keys
 * and tokens, passwords in URLs, addresses of people, and what looks random. Rather a word too much
 * than one too few. Hosts, services, paths, numbers and the sentences around them stay.
 */
export function redact(text: string): string {
  let clean = text;
  for (const [pattern, instead] of SECRETS) clean = clean.replace(pattern, instead);
  return clean.replace(RUN, (run) => (looksRandom(run) ? REDACTED : run));
}

/** Whether a step of the JSON pointer names a secret: all below it is one. */
export function namesSecret(path: string): boolean {
  return path.split('/').some((step) => SECRET_STEP.test(spaced(step)));
}

/** `authToken` as `auth Token`. */
function spaced(step: string): string {
  return step.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}

function looksRandom(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run)) return /[0-9]/.test(run);
  return /[0-9]/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
}
