import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coverage as routeCoverage } from '../../sandbox/docspace/coverage.ts';
import { methodCoverage } from '../../sandbox/slack/coverage.ts';

const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url));
const source = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(sourceFolder + path, 'utf8'))
  .join('\n');

/** What the SDK calls by itself when it connects. */
const calledByTheSdk = ['auth.test', 'apps.connections.open'];

/** `client.chat.postMessage(…)`, `apiCall('chat.postMessage', …)`. */
function slackMethodsIn(text: string): readonly string[] {
  const calls = text.matchAll(/\bclient\.((?:\w+\.)+\w+)\(|\bapiCall\(\s*['"`]([\w.]+)/g);
  return [...new Set([...calls].map(([, member, name]) => member ?? name ?? ''))];
}

function portalPathsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\/api\/2\.0\/[\w/@-]+/g)].map(([path]) => path))];
}

describe('the sandbox', () => {
  it('covers every Web API method that the bot calls, and documents how far', () => {
    const called = slackMethodsIn(source);
    expect(called).toContain('chat.postMessage');
    expect(Object.keys(methodCoverage)).toEqual(expect.arrayContaining([...called, ...calledByTheSdk]));
  });

  it('covers every portal route that the bot asks for, and documents how far', () => {
    const asked = portalPathsIn(source);
    expect(asked).toContain('/api/2.0/backup/getbackuphistory');
    expect(Object.keys(routeCoverage)).toEqual(expect.arrayContaining([...asked]));
  });

  it('is noticed when it lacks one', () => {
    const text = "await client.files.uploadV2({}); client.apiCall('team.info'); get('/api/2.0/people/@self')";
    expect(slackMethodsIn(text)).toEqual(['files.uploadV2', 'team.info']);
    expect(portalPathsIn(text)).toEqual(['/api/2.0/people/@self']);
  });
});
