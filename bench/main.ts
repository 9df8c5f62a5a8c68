import { measureCommands } from './measure-commands.ts';
import { measureParsing } from './measure-parsing.ts';
import { measureHungPortals, measurePortals } from './measure-portals.ts';
import { measureStarts } from './measure-starts.ts';

console.log(`Node ${process.versions.node}. Each ratio comes from this run; smaller is better.`);
await measureParsing();
await measureCommands();
await measurePortals();
await measureHungPortals();
await measureStarts();
