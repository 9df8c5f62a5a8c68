import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPath = '/usr/bin/chromium';
const switches = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-lcd-text'],
];

/** Starts a headless Chromium. Rejects with installation instructions when there is none at `path`. */
export async function launchChromium(path = usualPath): Promise<Browser> {
  if (!existsSync(path)) throw createMissing(path);
  return chromium.launch({ executablePath: path, args: switches });
}

/** Without a stack, because a stack would bury the instructions. */
function createMissing(path: string): Error {
  const missing = new Error(
    `This needs Chromium, and there is none at ${path}. Install it (Debian, Ubuntu: apt-get install chromium) or set CHROMIUM_PATH to the executable of Chromium or Chrome.`,
  );
  missing.stack = missing.message;
  return missing;
}
