import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** The wanted port of the page. 0: any free port. */
  readonly port: number;
}

const defaultPort = 4680;

/** Reads `--port N` or DEMO_PORT. Throws an error whose message is fit to print. */
export function parseDemoOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoOptions {
  const { values } = parseArgs({ args: [...args], options: { port: { type: 'string' } } });
  const wanted = values.port ?? env['DEMO_PORT'] ?? String(defaultPort);
  const port = /^\d{1,5}$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (!(port <= 65_535))
    throw new Error(
      `The port must be a number from 0 to 65535, for example ${defaultPort}; it is "${wanted}".`,
    );
  return { port };
}
