import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** The wanted port of the page. 0: any free port. */
  readonly port: number;
  /** How many sample portals. */
  readonly portalCount: number;
  /** Only the usage was asked for. */
  readonly help: boolean;
}

/** The seven of the story are always there. Each portal needs a few of the system's file handles. */
const portalCounts = { least: 7, most: 500 };
const defaultPort = 4680;

/** What can be typed after `npm run demo --`. */
export const demoUsage = `npm run demo -- [--portals N] [--port N]

  --portals N  N sample portals, from ${portalCounts.least} to ${portalCounts.most}: the seven of the story and customers. Default: ${portalCounts.least}
  --port N     the page's port; 0 is any free one. Default: DEMO_PORT, or else ${defaultPort}
`;

/** Reads the command line, and DEMO_PORT. Throws an error whose message is fit to print. */
export function parseDemoOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoOptions {
  const values = parseFlags(args);
  return {
    port: parsePort(values.port ?? env['DEMO_PORT'] ?? String(defaultPort)),
    portalCount: values.portals === undefined ? portalCounts.least : parsePortalCount(values.portals),
    help: values.help === true,
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, portals: { type: 'string' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${demoUsage}`);
  }
}

function parsePort(wanted: string): number {
  const port = /^\d{1,5}$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(
    `The port must be a number from 0 to 65535, for example ${defaultPort}; it is "${wanted}".`,
  );
}

function parsePortalCount(wanted: string): number {
  const { least, most } = portalCounts;
  const count = /^\d{1,9}$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new Error(
    `The number of portals must be from ${least} to ${most}, for example --portals 300; it is "${wanted}".`,
  );
}
