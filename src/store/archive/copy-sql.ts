import pg from 'pg';
import type { ArchivedTable } from './manifest.ts';

/** Both sides of a COPY have to write and read values alike, whatever the server is set to. */
export const COPY_SETTINGS = `set client_encoding to 'UTF8'; set datestyle to 'ISO, YMD';
  set intervalstyle to 'postgres'; set timezone to 'UTC'; set extra_float_digits to 3;
  set bytea_output to 'hex'; set statement_timeout to 0; set lock_timeout to 0;
  set idle_in_transaction_session_timeout to 0`;

const quote = pg.escapeIdentifier;

/** `"public"."alerts"` */
function quotedName(table: Pick<ArchivedTable, 'schema' | 'name'>): string {
  return `${quote(table.schema)}.${quote(table.name)}`;
}

/** The rows of a table, or those that `where` (SQL over its columns) keeps. */
export function copyOut(table: ArchivedTable, where?: string): string {
  const condition = where === undefined ? '' : ` where ${where}`;
  // As a query: a partitioned table cannot be copied by its name.
  return `copy (select ${listed(table)} from ${quotedName(table)}${condition}) to stdout`;
}

export function copyIn(table: ArchivedTable): string {
  return `copy ${quotedName(table)} (${listed(table)}) from stdin`;
}

function listed({ columns }: ArchivedTable): string {
  return columns.map(quote).join(', ');
}
