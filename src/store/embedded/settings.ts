/** Settings of the server by name, e.g. `{ shared_buffers: '512MB' }`. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * What the embedded server runs with; everything else is PostgreSQL's default, so an acknowledged
 * commit is flushed to disk (`fsync` and `synchronous_commit` are on).
 */
const DEFAULTS: ServerSettings = {
  max_connections: '100',
  shared_buffers: '128MB',
  wal_buffers: '16MB',
  // Fewer, longer checkpoints: after each one every page is written to the log in full once.
  max_wal_size: '2GB',
  min_wal_size: '512MB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Compiling costs more than our short statements ever take.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // Failing statements would bring senders' payloads into the log.
  log_min_error_statement: 'panic',
};

/** Arguments of `postgres` for a cluster that listens on a socket in `socketFolder` only. */
export function serverArguments(
  folder: string,
  socketFolder: string,
  port: number,
  settings: ServerSettings,
): string[] {
  const own: ServerSettings = {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: quoteFolder(socketFolder),
    unix_socket_permissions: '0700',
  };
  const all = Object.entries({ ...DEFAULTS, ...settings, ...own });
  return ['-D', folder, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** The setting is a list: a folder with a comma in its name needs quotes. */
function quoteFolder(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`;
}
