import { describe, expect, test } from 'vitest';
import { connectionFromUrl, urlOfConnection } from './connection-url.ts';

describe('a database URL', () => {
  test.each([
    ['postgres://db', { host: 'db' }],
    ['postgresql://u@db/hub', { user: 'u', host: 'db', database: 'hub' }],
    [
      'postgres://u:p%40%3A@db:6432/a%20b',
      {
        user: 'u',
        password: 'p@:',
        host: 'db',
        port: 6432,
        database: 'a b',
      },
    ],
    ['postgres://[::1]:5433/hub', { host: '::1', port: 5433, database: 'hub' }],
    [
      'postgres:///hub?host=/run/postgresql&user=u',
      {
        host: '/run/postgresql',
        user: 'u',
        database: 'hub',
      },
    ],
    [
      'postgres://u@/hub?host=%2Frun%2Fpostgresql',
      {
        host: '/run/postgresql',
        user: 'u',
        database: 'hub',
      },
    ],
    ['postgres://%2Frun%2Fpostgresql/hub', { host: '/run/postgresql', database: 'hub' }],
    ['postgres://db/hub?sslmode=disable', { host: 'db', database: 'hub', ssl: false }],
    [
      'postgres://db/hub?sslmode=require&channel_binding=require&connect_timeout=3',
      {
        host: 'db',
        database: 'hub',
        ssl: { rejectUnauthorized: false },
        enableChannelBinding: true,
        connectionTimeoutMillis: 3_000,
      },
    ],
    [
      'postgres://db/hub?sslmode=verify-full',
      {
        host: 'db',
        database: 'hub',
        ssl: { rejectUnauthorized: true },
      },
    ],
  ])('%s', (url, expected) => {
    expect(connectionFromUrl(url)).toEqual(expected);
  });

  test.each([
    ['mysql://secret@db/hub', 'does not begin with postgres://'],
    ['postgres://u:secret@a:1,b:2/hub', 'is not a URL'],
    ['postgres://u:secret%@db/hub', 'has a "%" that is not followed by two hex digits'],
    ['postgres://u:secret@db/hub?sslmode=maybe', 'has an sslmode other than disable'],
    ['postgres://u:secret@db/hub?pool=3', 'has the unknown parameter "pool"'],
    ['postgres://u:secret@db/hub?port=x', 'has a port that is not a whole number'],
  ])('%s is refused without repeating it', (url, reason) => {
    expect(() => connectionFromUrl(url)).toThrow(reason);
    expect(() => connectionFromUrl(url)).not.toThrow('secret');
  });

  test.each([
    { host: '/tmp/a b, "c"', port: 5432, user: 'u', database: 'hub' },
    { host: 'db', port: 6432, user: 'u', password: 'p@:/?#', database: 'a/b' },
  ])('of a connection leads back to it', (connection) => {
    expect(connectionFromUrl(urlOfConnection(connection))).toEqual(connection);
  });
});
