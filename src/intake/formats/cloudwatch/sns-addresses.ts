const SNS_HOST = /^sns\.[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}\.amazonaws\.com(\.cn)?$/;

const CERTIFICATE_PATH = /^\/[A-Za-z0-9._-]{1,200}\.pem$/;

/** The address, if it is https on the standard port of a regional host of SNS; null otherwise. */
function readSnsUrl(value: unknown): URL | null {
  if (typeof value !== 'string' || value.length > 4_096) return null;
  const url = URL.parse(value);
  if (url?.protocol !== 'https:' || url.port !== '') return null;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return null;
  return SNS_HOST.test(url.hostname) ? url : null;
}

/** Whether SNS itself publishes certificates at this address. */
export function isCertificateUrl(value: unknown): value is string {
  const url = readSnsUrl(value);
  return url !== null && url.search === '' && CERTIFICATE_PATH.test(url.pathname);
}

/** Whether a GET of this address confirms a subscription to the topic at SNS, and does nothing else. */
export function isConfirmationUrl(value: unknown, topicArn: string): value is string {
  const url = readSnsUrl(value);
  if (url === null || url.pathname !== '/') return false;
  const asked = url.searchParams;
  return asked.get('Action') === 'ConfirmSubscription' && asked.get('TopicArn') === topicArn;
}
