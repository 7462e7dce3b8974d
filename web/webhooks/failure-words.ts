/** The server's codes for what went wrong, in words. */
const WORDS: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  dns_failed: 'its name was not found',
  connection_refused: 'connection refused',
  connection_reset: 'connection cut',
  connection_failed: 'could not be reached',
  tls_failed: 'TLS failed',
  protocol_error: 'no valid answer',
  response_too_large: 'the answer is too large',
  blocked_address: 'its address may not be called',
  invalid_url: 'the URL cannot be called',
  redirect: 'answered with a redirect',
  gone: 'says it is gone for good (410)',
  shutting_down: 'the hub was stopping',
};

/** A code such as `timeout` or `http_500` in words; as it is where it is not known here. */
export function failureWords(code: string): string {
  const status = /^http_(\d{3})$/.exec(code)?.[1];
  return status ? `answered with ${status}` : (WORDS[code] ?? code);
}

/** What came back of an attempt, in a few words. */
export function answerWords(given: {
  readonly status: number | null;
  readonly error: string | null;
}): string {
  const { status, error } = given;
  if (error !== null && !error.startsWith('http_')) return failureWords(error);
  return status === null ? 'no answer' : String(status);
}
