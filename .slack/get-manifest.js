// The Slack CLI's hook `get-manifest`: prints manifest.yml as JSON, between two boundaries when the CLI asks for them.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { boundary = '' } = parseArgs({ options: { boundary: { type: 'string' } }, strict: false }).values;
try {
  const { parse } = await import('yaml');
  const manifest = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'));
  process.stdout.write(`${boundary}${JSON.stringify(manifest)}${boundary}\n`);
} catch (error) {
  const isNotInstalled = error.code === 'ERR_MODULE_NOT_FOUND';
  const problem = isNotInstalled
    ? 'The packages are not installed. Run npm ci'
    : `manifest.yml: ${error.message}`;
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
