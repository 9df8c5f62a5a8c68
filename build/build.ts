// Makes `dist/`, a folder that needs nothing but Node.
import { cp, rm } from 'node:fs/promises';
import { bundleBot } from './bundle.ts';

// Removed first: a bot that runs from here has the native code open, and would crash if it were written over.
await rm('dist', { recursive: true, force: true });
await bundleBot('dist/main.js');
// The embedded database, for this system: what npm has installed.
await cp('node_modules/@libsql', 'dist/node_modules/@libsql', { recursive: true });
