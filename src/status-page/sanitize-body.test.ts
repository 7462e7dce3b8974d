import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, sanitizeBody, sanitizeTitle } from './sanitize-body.ts';

// Decision 17 (docs/guides/status-pages.md).

const LINK = /<a href="(?:https?:\/\/|mailto:)[^"<>]*" rel="nofollow noopener">/g;
const TAG = /<\/?(?:p|b|strong|i|em|u|s|ul|ol|li|a|code|pre|blockquote|br)>/g;

/** Whether nothing but the tags of the list and escaped text is left. */
function isSafe(html: string): boolean {
  const rest = html.replace(LINK, '').replace(TAG, '');
  return !/[<>"']/.test(rest);
}

const CORPUS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" \u0001javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="https://x.example/"onmouseover="alert(1)">x</a>',
  "<a href='https://x.example/\"><img src=x onerror=alert(1)>'>x</a>",
  '<p style="background:url(javascript:alert(1))" onclick=alert(1)>x</p>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<script>alert(1)//<</script>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/>',
  '<b/onmouseover=alert(1)>x',
  '<br onclick=alert(1)>',
  '<form action="javascript:alert(1)"><button>x</button></form>',
  '<template><img src=x onerror=alert(1)></template>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content=0>',
  '</p><script>alert(1)</script>',
  '<unknown-tag onload=alert(1)>x</unknown-tag>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  ']]><script>alert(1)</script>',
  '<p\u0000onclick=alert(1)>x</p>',
];

describe('what a sender writes', () => {
  test.each(CORPUS)('is safe: %s', (text) => {
    const { html } = sanitizeBody(text);
    expect(isSafe(html), html).toBe(true);
    // Already clean: nothing is read differently a second time.
    expect(isSafe(sanitizeBody(html).html)).toBe(true);
  });

  test('is safe whatever it is', () => {
    const pieces = fc.constantFrom(
      ...CORPUS,
      '<',
      '>',
      '"',
      "'",
      '&',
      '<!--',
      '-->',
      '<p>',
      '</p>',
    );
    const texts = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 8 });
    fc.assert(
      fc.property(texts, (parts) => isSafe(sanitizeBody(parts.join('')).html)),
      { numRuns: 500 },
    );
  });

  test('keeps its breaks: in HTML newlines are white space, in text they break', () => {
    expect(sanitizeBody('Incident body\n<br>With second line of text.')).toEqual({
      html: 'Incident body\n<br>With second line of text.',
      text: 'Incident body\nWith second line of text.',
    });
    expect(sanitizeBody('one\r\ntwo').html).toBe('one<br>two');
    expect(sanitizeBody('one\n\ntwo').text).toBe('one\n\ntwo');
  });

  test('keeps what looks like a tag and is none', () => {
    expect(sanitizeBody('host <db-1> is at 90 < 95 <p99').text).toBe(
      'host <db-1> is at 90 < 95 <p99',
    );
    expect(sanitizeBody('host <db-1>').html).toBe('host &lt;db-1&gt;');
  });

  test('becomes readable plain text', () => {
    const { text } = sanitizeBody(
      '<p>See <a href="https://a.example/x">the notes</a></p><ul><li>one</li><li>two</li></ul><pre>a\n  b</pre>',
    );
    expect(text).toBe('See the notes (https://a.example/x)\n- one\n- two\na\n  b');
    expect(sanitizeBody('<h1>Title</h1>text &amp; more').text).toBe('Title\ntext & more');
  });

  test('holds nothing that a feed cannot', () => {
    const { html, text } = sanitizeBody('a\u0001\u0008\u0085\ufffe b\ud800');
    expect(html).toBe('a b\ufffd');
    expect(text).toBe('a b\ufffd');
  });

  test('has a title of one line', () => {
    expect(sanitizeTitle(' <b>Down</b>\n now\u0000 ')).toBe('<b>Down</b> now\ufffd');
    expect(sanitizeTitle('x'.repeat(400))).toHaveLength(300);
    expect(escapeHtml(`<a href="x">'&`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
  });
});
