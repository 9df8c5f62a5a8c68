import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { story } from '../../../sandbox/demo/story.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** `npm run demo` with a temporary folder of its own. Rejects when a process of it is left. */
async function runDemo(
  input: string | undefined,
  onOutput?: (output: string, pid: number) => void,
  port = 0,
) {
  const folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
  const args = ['--import', 'tsx', 'sandbox/main.ts', '--port', String(port)];
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, TMPDIR: folder, SLACK_BOT_TOKEN: 'xoxb-somebody-elses' },
  });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput?.(output, pid);
    });
  }
  if (input !== undefined) child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  const left = (await readdir(folder)).filter((name) => name.startsWith('docspace-backups-demo-'));
  await rm(folder, { recursive: true, force: true });
  // esbuild's own process exits a moment later.
  await vi.waitFor(() => expect(isAlive(-pid)).toBe(false), 10_000);
  return { code, output, left };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.concurrent('npm run demo', () => {
  test('answers piped commands, then exits with 0 and leaves nothing behind', async () => {
    const { code, output, left } = await runDemo('/backups design files\n/help\nhello\n');
    expect(output).toMatch(/^The demo runs\. Open this page in a browser: http:\/\/127\.0\.0\.1:\d+\/$/m);
    expect(output).toMatch(/#backups-digest · DocSpace Backups/);
    expect(output).toMatch(/› \/backups design files[\s\S]*design_\d{4}/);
    expect(output).toContain('/quit');
    expect(output).toContain('Unknown command');
    expect({ code, left }).toEqual({ code: 0, left: [] });
  });

  test('plays the story and lets a night pass by what is typed', async () => {
    const { code, output } = await runDemo('/next\n/morning\n');
    expect(code).toBe(0);
    const [second] = story.slice(1);
    expect(output).toContain(`${second?.label}. ${second?.hint}`);
    expect(output).toMatch(/#backups-digest · DocSpace Backups · 9:01/);
    expect(output).toContain('Next morning. ');
  });

  test('says that the wanted port is taken, and which one it has instead', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await runDemo('', undefined, port);
    other.close();
    expect(code).toBe(0);
    expect(output).toContain(`Port ${port} is taken`);
    expect(output).toMatch(/Open this page in a browser: http:\/\/127\.0\.0\.1:\d+\/$/m);
  });

  test('has its page open long before a newcomer gives up', async () => {
    const startedAt = performance.now();
    let openedAfterMs: number | undefined;
    const { code } = await runDemo(undefined, (output, pid) => {
      const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? [];
      if (address === undefined || openedAfterMs !== undefined) return;
      openedAfterMs = Number.POSITIVE_INFINITY;
      void fetch(address).then(({ ok }) => {
        if (ok) openedAfterMs = performance.now() - startedAt;
        process.kill(-pid, 'SIGINT');
      });
    });
    expect(code).toBe(0);
    expect(openedAfterMs).toBeLessThan(20_000);
  });

  test('stops everything on Ctrl-C', async () => {
    let isStopped = false;
    const { code, left } = await runDemo(undefined, (output, pid) => {
      if (isStopped || !output.includes('Open this page')) return;
      isStopped = true;
      process.kill(-pid, 'SIGINT');
    });
    expect({ code, left }).toEqual({ code: 0, left: [] });
  });

  test.each([
    [['--port', 'x'], 1, 'a number from 0 to 65535'],
    [['--portals', '2000'], 1, 'from 7 to 500'],
    [['--help'], 0, '--portals N'],
  ])('answers %j without starting', async (args, expected, words) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], { cwd: root });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, output }).toEqual({ code: expected, output: expect.stringContaining(words) });
    expect(output).not.toContain('Starting');
  });
});
