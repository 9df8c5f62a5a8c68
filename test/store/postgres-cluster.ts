import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A PostgreSQL server of a test's own. It is not started yet. */
export interface PostgresCluster extends AsyncDisposable {
  /** The address of its one database, for this user, or for its owner. */
  url(user?: string, password?: string, database?: string): string;
  start(): Promise<void>;
  /** `immediate` is like a crash. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** Its processes still have their connections, and do nothing. */
  freeze(): void;
  thaw(): void;
}

const run = promisify(execFile);
const ownerPassword = 'sesame-of-the-owner';

/** Where PostgreSQL's programs are; `undefined` when they are not installed. */
export const postgresPrograms = [
  ...(process.env['PATH'] ?? '').split(':'),
  ...debianFolders('/usr/lib/postgresql'),
].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));

function debianFolders(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).map((version) => join(root, version, 'bin'));
}

export async function makeCluster(): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'backup-postgres-'));
  const data = join(folder, 'data');
  const port = await findPort();
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const program = (name: string, args: readonly string[]) =>
    run(join(postgresPrograms ?? '', name), args, { ...user, cwd: folder });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, ownerPassword, { mode: 0o644 });
  await program('initdb', [
    ...['-D', data, '-U', 'owner', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
  ]);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=8MB`;
  const control = (...args: string[]) => program('pg_ctl', ['-D', data, '-w', ...args]);
  const signal = (name: NodeJS.Signals) => {
    for (const pid of processesOf(data)) {
      try {
        process.kill(pid, name);
      } catch {
        // It has ended since.
      }
    }
  };
  let isRunning = false;
  return {
    url: (name = 'owner', password = ownerPassword, database = 'postgres') =>
      `postgres://${name}:${password}@127.0.0.1:${port}/${database}`,
    async start() {
      await control('-l', join(folder, 'log'), '-o', options, 'start');
      isRunning = true;
    },
    async stop(mode) {
      isRunning = false;
      await control('-m', mode, 'stop');
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async [Symbol.asyncDispose]() {
      if (isRunning) {
        signal('SIGCONT');
        await control('-m', 'immediate', 'stop');
      }
      rmSync(folder, { recursive: true });
    },
  };
}

/** The server, and the processes that it made. */
function processesOf(data: string): number[] {
  const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  const children = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8').trim().split(' ');
  return [first, ...children].filter((pid) => pid !== '').map(Number);
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
