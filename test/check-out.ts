import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const notCopied = /^(\.git|node_modules|dist|coverage)(\/|$)/;

/** A copy of this project in a folder of its own, not built, with these packages. Removed when the test ends. */
export function checkOut(): string {
  const folder = mkdtempSync(join(tmpdir(), 'check-out-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync('.', folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !notCopied.test(relative('.', path)),
  });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}
