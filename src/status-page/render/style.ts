import { inkOn, readableAccent } from './accent.ts';

// Colours of the page: light, dark. A test holds the contrasts.
export const GROUND = { light: '#fdfdfc', dark: '#14161a' } as const;
export const INK = { light: '#1c1d1f', dark: '#e8e9eb' } as const;
export const QUIET = { light: '#5b5d63', dark: '#a2a7b0' } as const;
/** Text and icons of each status. */
export const STATUS_INK = {
  up: ['#17673a', '#74d29b'],
  degraded: ['#855100', '#eebd5a'],
  down: ['#b3131b', '#ff8d87'],
  maintenance: ['#1d5c95', '#86bdf3'],
} as const;
/** Bars of each status: 3:1 at least against the ground. */
export const STATUS_BAR = {
  up: ['#57a878', '#3d8a5d'],
  degraded: ['#c77d0a', '#dba43a'],
  down: ['#c2232b', '#ef5d57'],
  maintenance: ['#4a86c5', '#5d93cf'],
} as const;

const NAMES = { up: 'u', degraded: 'g', down: 'x', maintenance: 'm' } as const;

function variables(theme: 'light' | 'dark', accent: string | undefined): string {
  const at = theme === 'light' ? 0 : 1;
  const link = readableAccent(accent, GROUND[theme]);
  const lines = [
    `--bg:${GROUND[theme]};--ink:${INK[theme]};--quiet:${QUIET[theme]}`,
    `--line:${theme === 'light' ? '#e4e4df' : '#2c3037'}`,
    `--none:${theme === 'light' ? '#dcdcd7' : '#32363d'}`,
    `--field:${theme === 'light' ? '#8a8a83' : '#757b86'}`,
    `--accent:${link};--on:${inkOn(link)}`,
  ];
  for (const [status, short] of Object.entries(NAMES)) {
    const key = status as keyof typeof NAMES;
    lines.push(`--${short}:${STATUS_INK[key][at]};--${short}b:${STATUS_BAR[key][at]}`);
  }
  return lines.join(';');
}

/**
 * The one style sheet of all public pages. It stands inside each page: a page that is looked at
 * while much else is down comes with one answer. Its hash is in the page's policy.
 */
export function styleOf(accent: string | undefined): string {
  return `:root{color-scheme:light dark;${variables('light', accent)}}
@media(prefers-color-scheme:dark){:root{${variables('dark', accent)}}}${RULES}`;
}

const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:0 20px;max-width:780px;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,dl,dd{margin:0;padding:0}
ul{list-style:none}
h2{font-size:14px;line-height:20px;font-weight:600;color:var(--quiet);margin:56px 0 12px}
h3,h4{font-size:17px;line-height:26px;font-weight:600}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
time,.n{font-variant-numeric:tabular-nums}
svg.i{width:1.15em;height:1.15em;flex:none;vertical-align:-.2em;fill:currentColor}
.q{color:var(--quiet);font-size:14px}
.h{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:static;width:auto;height:auto;clip-path:none;margin:8px 0;display:inline-block}
.u{color:var(--u)}.g{color:var(--g)}.x{color:var(--x)}.m{color:var(--m)}
header{display:flex;align-items:center;gap:12px 20px;padding:44px 0 0;flex-wrap:wrap}
svg[hidden]{display:none}
.brand{display:flex;align-items:center;gap:12px;font-weight:600;font-size:17px;color:var(--ink);text-decoration:none;margin-right:auto;min-width:0}
a.brand:hover{text-decoration:underline}
.brand img{display:block;height:32px;width:auto;max-width:200px}
.go{font-size:14px;font-weight:500}
.about{color:var(--quiet);margin-top:8px;max-width:64ch}
.overall{padding:72px 0 4px;display:flex;gap:16px;align-items:flex-start}
.overall h1{font-size:clamp(27px,5.4vw,40px);line-height:1.18;font-weight:600;letter-spacing:-.02em;color:var(--ink);text-wrap:balance}
.overall svg.i{width:clamp(28px,5.4vw,38px);height:clamp(28px,5.4vw,38px);margin-top:.1em;vertical-align:0}
.title{font-size:clamp(24px,4.6vw,32px);line-height:1.22;font-weight:600;letter-spacing:-.015em;margin:56px 0 10px;text-wrap:balance}
.event>.title{margin-top:0}.event:has(>.title){margin-top:56px}
.title~form{margin-top:24px}
.stale{margin:32px 0 0;padding:12px 16px;border:1px solid var(--g);border-radius:8px}
.event{border-left:3px solid var(--line);padding:2px 0 2px 20px;margin:0 0 36px}
.event.ev-x{border-color:var(--xb)}.event.ev-g{border-color:var(--gb)}.event.ev-m{border-color:var(--mb)}.event.ev-u{border-color:var(--ub)}
.event h3 a,.past h4 a{color:inherit;text-decoration-color:var(--field)}
.facts{display:flex;flex-wrap:wrap;gap:2px 18px;color:var(--quiet);font-size:14px;margin:4px 0 0}
.facts b{font-weight:600}
.affects{font-size:14px;color:var(--quiet);margin-top:2px}
.affects li{display:inline}
.affects li+li:before{content:"· ";margin-left:.35em}
.ups{margin-top:18px}
.ups>li{margin:0 0 18px}
.ups>li:last-child{margin-bottom:0}
.ups b{font-weight:600}
.ups .q{margin-left:.6em}
.body{max-width:68ch}
.body p,.body ul,.body ol,.body pre,.body blockquote{margin:0 0 10px}
.body>:last-child{margin-bottom:0}
.body ul,.body ol{padding-left:1.4em;list-style:revert}
.body blockquote{padding-left:14px;border-left:2px solid var(--line);color:var(--quiet)}
.body pre{overflow-x:auto;padding:10px 12px;background:color-mix(in srgb,var(--ink) 6%,transparent);border-radius:6px}
.body code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.group{margin:40px 0 4px}
.row{padding:16px 0 14px}
.row+.row,.group+ul .row:first-child{border-top:1px solid var(--line)}
.line{display:flex;gap:4px 16px;justify-content:space-between;align-items:baseline}
.line>:first-child{font-weight:500;min-width:0}
.st{display:inline-flex;gap:7px;align-items:center;font-size:14px;font-weight:500;white-space:nowrap}
.bars{display:block;width:100%;height:30px;margin:8px 0 4px}
.bars .ub{stroke:var(--ub)}.bars .nb{stroke:var(--none)}
.bars .gb{fill:var(--gb)}.bars .xb{fill:var(--xb)}.bars .mb{fill:var(--mb)}
.ends{display:flex;justify-content:space-between;gap:12px;color:var(--quiet);font-size:13px;line-height:18px}
details{font-size:14px;margin-top:6px}
summary{color:var(--quiet);cursor:pointer;width:fit-content;font-size:13px;line-height:24px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:6px 0 8px;font-size:14px}
th,td{text-align:left;padding:4px 20px 4px 0;font-weight:400;white-space:nowrap}
th{color:var(--quiet)}
.past{margin:0 0 28px}
.past h3{font-size:15px;line-height:24px;border-bottom:1px solid var(--line);padding:0 0 6px;margin:0 0 14px}
.past li{margin:0 0 20px}
.past h4{font-size:16px;line-height:24px}
.months{display:flex;flex-wrap:wrap;gap:6px 20px;margin-top:12px}
.sub{display:flex;flex-wrap:wrap;gap:10px;margin:6px 0 12px}
label{display:block;font-size:14px;font-weight:500}
input{font:inherit;color:inherit;background:transparent;border:1px solid var(--field);border-radius:8px;padding:9px 12px;width:100%;max-width:320px;min-width:0;flex:1 1 220px}
.form{max-width:60ch}.form p{margin:0 0 16px}.form .q{margin-top:-8px}fieldset{border:0;margin:0 0 20px;padding:0;min-width:0}legend{padding:0;font-weight:600;margin:0 0 8px}fieldset label{display:flex;align-items:baseline;font-size:16px;font-weight:400;padding:4px 0}.choices{padding-left:26px}
input[type=radio],input[type=checkbox]{width:auto;flex:none;margin:0 6px 0 0;accent-color:var(--accent)}
button{font:inherit;font-weight:600;color:var(--on);background:var(--accent);border:1px solid var(--accent);border-radius:8px;padding:9px 18px;cursor:pointer}
.links{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px}
.error{color:var(--x);font-weight:500;margin:0 0 12px}
footer{margin:72px 0 0;padding:20px 0 48px;border-top:1px solid var(--line);color:var(--quiet);font-size:14px;display:flex;flex-wrap:wrap;gap:6px 24px;justify-content:space-between}
nav.turn{display:flex;justify-content:space-between;gap:16px;margin-top:40px}
@media(max-width:520px){.overall{padding-top:48px;gap:12px}h2{margin-top:44px}.event{padding-left:14px}.ups .q{display:block;margin:0}}
@media(forced-colors:active){.bars{forced-color-adjust:none}}
@media print{:root{${variables('light', undefined)};--bg:#fff}body{max-width:none;font-size:11pt}.go,.sub,.links,nav,.skip,button,details:not([open]){display:none}h2{margin-top:24pt}.overall{padding-top:24pt}.row,.event,.past li{break-inside:avoid}.bars,.i{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit}}`;
