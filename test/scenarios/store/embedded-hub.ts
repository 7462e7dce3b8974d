import { chosenBinaries, logInto } from './embedded-harness.ts';

// A hub that only runs the embedded server of the folder it is given, to be killed by tests. Run
// as a program: it prints one line when the server is up and ignores Ctrl-C, like a hub that drains.

const { startEmbedded } = await import('../../../src/store/embedded/supervisor.ts');

process.on('SIGINT', () => {});
const server = await startEmbedded({
  dataDir: process.argv[2] ?? '',
  log: logInto([]),
  ...(await chosenBinaries()),
});
console.log(JSON.stringify({ connection: server.connection, folder: server.folder }));
