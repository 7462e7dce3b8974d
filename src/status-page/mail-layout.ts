import { type Markup, markup } from './render/markup.ts';

/** What a mail says, in the order it is read. */
export interface MailParts {
  readonly locale: string;
  /** The first line: what happened. */
  readonly lead: { readonly text: string; readonly html: Markup };
  /** Name and value, below the first line. */
  readonly facts: readonly (readonly [string, string])[];
  /** Shown above the facts; null: none. */
  readonly title: string | null;
  readonly link: { readonly label: string; readonly url: string };
  /** Small print. */
  readonly notes: readonly string[];
  readonly footLinks: readonly { readonly label: string; readonly url: string }[];
  /** `#rrggbb` of the main link's bar. */
  readonly accent: string;
}

/** Reads as well as the HTML: the same things in the same order. */
export function mailText(parts: MailParts): string {
  const facts = parts.facts.map(([name, value]) => `${name}: ${value}`);
  const about = [...(parts.title === null ? [] : [parts.title]), ...facts];
  const foot = parts.footLinks.map(({ label, url }) => `${label}: ${url}`);
  const blocks = [
    parts.lead.text,
    about.join('\n'),
    `${parts.link.label}:\n${parts.link.url}`,
    ['-- ', ...parts.notes, ...foot].join('\n'),
  ];
  return `${blocks.filter((block) => block.trim() !== '').join('\n\n')}\n`;
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1f2328';
const QUIET = '#59636e';

/**
 * Tables and inline styles, which is what Outlook understands; clients that know of dark mode swap
 * the colours by the classes. Nothing is loaded from anywhere.
 */
export function mailHtml(parts: MailParts): string {
  const { locale, lead, title, facts, link, notes, footLinks, accent } = parts;
  return markup`<!doctype html>
<html lang="${locale}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title ?? lead.text}</title>
<style>
a{word-break:break-word}.lead>:first-child{margin-top:0}
@media (prefers-color-scheme:dark){
.page{background:#16191d!important}.card{background:#1f242a!important}
.ink,.ink a{color:#e6edf3!important}.quiet,.quiet a{color:#9da7b1!important}
.line{border-color:#3a424b!important}.link{background:#e6edf3!important;color:#1f2328!important}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f6"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;background:#ffffff;border-top:4px solid ${accent}">
<tr><td class="ink lead" style="padding:24px 28px 8px;${FONT};font-size:16px;line-height:24px;color:${INK}">${lead.html}</td></tr>
${title === null ? null : titleRow(title)}${facts.length === 0 ? null : factRows(facts)}
<tr><td style="padding:16px 28px 28px;${FONT};font-size:15px;line-height:22px"><a class="link" href="${link.url}" style="display:inline-block;padding:10px 18px;background:${INK};color:#ffffff;text-decoration:none;font-weight:600">${link.label}</a></td></tr>
<tr><td class="quiet line" style="padding:16px 28px 24px;border-top:1px solid #d8dee4;${FONT};font-size:13px;line-height:20px;color:${QUIET}">${notes.map((note) => markup`${note}<br>`)}${footOf(footLinks)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`.text;
}

function titleRow(title: string): Markup {
  return markup`<tr><td class="ink" style="padding:8px 28px 0;${FONT};font-size:15px;line-height:22px;font-weight:600;color:${INK}">${title}</td></tr>
`;
}

function factRows(facts: MailParts['facts']): Markup {
  const rows = facts.map(
    ([name, value]) =>
      markup`<tr><td class="quiet" width="90" valign="top" style="padding:3px 12px 3px 0;${FONT};font-size:14px;line-height:20px;color:${QUIET}">${name}</td><td class="ink" valign="top" style="padding:3px 0;${FONT};font-size:14px;line-height:20px;color:${INK}">${value}</td></tr>`,
  );
  return markup`<tr><td style="padding:6px 28px 0"><table role="presentation" cellpadding="0" cellspacing="0" border="0">${rows}</table></td></tr>`;
}

function footOf(links: MailParts['footLinks']): Markup {
  const shown = links.map(
    ({ label, url }, index) =>
      markup`${index === 0 ? '' : ' · '}<a href="${url}" style="color:${QUIET};text-decoration:underline">${label}</a>`,
  );
  return markup`${shown}`;
}
