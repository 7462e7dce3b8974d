// Code that must not pass the linter, each with the one rule that has to catch it, and code beside
// it that must pass: a guard that reads nothing, or refuses everything, is noticed either way.

const RESTRICTED = 'lint/style/noRestrictedImports';
const GLOBALS = 'lint/style/noRestrictedGlobals';

/** One import that the table in ARCHITECTURE.md forbids, for every room. */
const UPWARD = {
  kernel: '../store/connection.ts',
  alerts: '../incidents/rules/lifecycle.ts',
  store: '../tenants/directory.ts',
  outbound: '../store/connection.ts',
  jobs: '../tenants/directory.ts',
  tenants: '../incidents/resolve-incident.ts',
  ingress: '../intake/receive.ts',
  recipes: '../tenants/directory.ts',
  incidents: '../delivery/lanes.ts',
  intake: '../delivery/lanes.ts',
  triage: '../intake/receive.ts',
  remediation: '../triage/classify.ts',
  delivery: '../notify/mail.ts',
  notify: '../status-page/rules/derive.ts',
  'status-page': '../http/server.ts',
  http: '../tenants/queries.ts',
  cli: '../incidents/queries.ts',
};

/** One import that it allows. */
const DOWNWARD = {
  alerts: '../kernel/ids.ts',
  store: '../kernel/time.ts',
  jobs: '../store/connection.ts',
  tenants: '../store/transaction.ts',
  ingress: '../tenants/directory.ts',
  incidents: '../alerts/alert-event.ts',
  intake: '../incidents/rules/lifecycle.ts',
  delivery: '../outbound/client.ts',
  http: '../tenants/create-tenant.ts',
  cli: '../app.ts',
};

/** Files for Biome to read: `rule` is what it must report there, and nothing else. */
export const violations = [
  ...Object.entries(UPWARD).map(([room, path]) => importing(room, path, RESTRICTED)),
  planted('src/kernel/imports-app.ts', RESTRICTED, using('../app.ts')),
  planted('src/kernel/imports-config.ts', RESTRICTED, using('../config.ts')),
  planted('src/intake/formats/one/sibling-format.ts', RESTRICTED, using('../two/two.ts')),
  planted('src/intake/formats/one/reads-store.ts', RESTRICTED, using('../../../store/tables.ts')),
  planted('src/intake/formats/one/reads-files.ts', RESTRICTED, using('node:fs')),
  planted('src/intake/formats/one/knows-clock.ts', GLOBALS, 'export const now = () => Date.now();\n'),
  planted('src/intake/formats/one/calls-out.ts', GLOBALS, "export const ask = () => fetch('/');\n"),
  planted('src/incidents/rules/reads-store.ts', RESTRICTED, using('../../store/connection.ts')),
  planted('src/incidents/rules/reads-files.ts', RESTRICTED, using('node:fs')),
  planted('src/incidents/rules/knows-clock.ts', GLOBALS, 'export const now = () => new Date();\n'),
  planted(
    'src/tenants/reads-environment.ts',
    'lint/style/noProcessEnv',
    'export const port = process.env.PORT;\n',
  ),
  planted(
    'src/delivery/floating-promise.ts',
    'lint/nursery/noFloatingPromises',
    'async function send(): Promise<void> {}\n\nexport function sendAll(): void {\n  send();\n}\n',
  ),
  planted(
    'src/tenants/default-export.ts',
    'lint/style/noDefaultExport',
    'export default function answer() {\n  return 42;\n}\n',
  ),
  planted(
    'src/tenants/barrel.ts',
    'lint/performance/noBarrelFile',
    "export { first } from './clean.ts';\n",
  ),
  planted(
    'src/tenants/re-export-all.ts',
    'lint/performance/noReExportAll',
    "export * from './clean.ts';\n\nexport const own = 1;\n",
    ['lint/performance/noBarrelFile'],
  ),
  planted('src/jobs/cycle-a.ts', 'lint/suspicious/noImportCycles', cyclic('a', 'b')),
  planted('src/jobs/cycle-b.ts', 'lint/suspicious/noImportCycles', cyclic('b', 'a')),
  planted(
    'src/tenants/badFileName.ts',
    'lint/style/useFilenamingConvention',
    'export const answer = 42;\n',
  ),
  planted(
    'src/tenants/long-function.ts',
    'lint/complexity/noExcessiveLinesPerFunction',
    `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(68)}  return sum;\n}\n`,
  ),
  planted(
    'src/tenants/any.ts',
    'lint/suspicious/noExplicitAny',
    'export function loose(value: any): unknown {\n  return value;\n}\n',
  ),
  planted(
    'src/tenants/non-null.ts',
    'lint/style/noNonNullAssertion',
    'export const first = (list: string[]): string => list[0]!;\n',
  ),
  planted(
    'src/tenants/console.ts',
    'lint/suspicious/noConsole',
    "export const shout = (): void => console.log('!');\n",
  ),
];

/** Files in which nothing may be reported. */
export const clean = [
  ...Object.entries(DOWNWARD).map(([room, path]) => importing(room, path)),
  planted('src/tenants/clean.ts', undefined, 'export const first = 1;\n'),
  planted('src/config.ts', undefined, 'export const port = process.env.PORT;\n'),
  planted('src/tenants/knows-clock.ts', undefined, 'export const now = () => new Date();\n'),
  planted('src/incidents/rules/uses-kernel.ts', undefined, using('../../kernel/time.ts')),
  planted('src/intake/formats/one/uses-record.ts', undefined, using('../../format.ts')),
];

function planted(path, rule, text, besides = []) {
  return { path, rule, besides, text };
}

function importing(room, path, rule) {
  return planted(`src/${room}/${rule ? 'upward' : 'downward'}-import.ts`, rule, using(path));
}

function using(path) {
  return `import { thing } from '${path}';\n\nexport const same = thing;\n`;
}

function cyclic(own, other) {
  return `import { ${other} } from './cycle-${other}.ts';\n\nexport const ${own} = (): unknown => ${other};\n`;
}
