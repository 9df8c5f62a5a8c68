import { writeFile } from 'node:fs/promises';
import { portalsSchema } from './portals-schema.ts';

const file = new URL('../portals.schema.json', import.meta.url);
await writeFile(file, `${JSON.stringify(portalsSchema(), null, 2)}\n`);
