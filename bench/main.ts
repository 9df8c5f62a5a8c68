import { measureCommands } from './measure-commands.ts';
import { measureParsing } from './measure-parsing.ts';
import { measurePortals } from './measure-portals.ts';
import { measureStarts } from './measure-starts.ts';

console.log(`Ratios on Node ${process.versions.node}, all measured in this run; smaller is better.`);
measureParsing();
await measurePortals();
await measureStarts();
await measureCommands();
