/** Path words of formats whose webhook is not named like the format. */
const PATH_WORDS: Readonly<Record<string, string>> = { regen: 'generic' };

/** Where the senders of an integration with a key of its own post to. */
export function keyedWebhookUrl(publicUrl: string, format: string, key: string): string {
  return `${publicUrl}/api/v1/webhooks/${PATH_WORDS[format] ?? format}/${key}`;
}

/** Where the senders of an integration without a key post to: it is addressed by its tenant. */
export function implicitWebhookUrl(publicUrl: string, format: string, slug: string): string {
  if (format === 'causeflow') return `${publicUrl}/v1/webhooks/${slug}/custom`;
  if (format === 'openremedy') return `${publicUrl}/api/v1/webhooks/alerts/${slug}`;
  return `${publicUrl}/api/v1/webhooks/${PATH_WORDS[format] ?? format}`;
}
