import { BlockList, isIP } from 'node:net';
import * as z from 'zod';
import { quote, type ValueSchema } from './values.ts';

/** Whether an address is reached without a proxy. */
export type IsDirect = (url: URL) => boolean;

interface Target {
  /** Without brackets and without a dot at the end. */
  readonly host: string;
  readonly port: number;
}

type Rule = (target: Target) => boolean;

/**
 * A list as curl and Go read `NO_PROXY`: names with their subdomains, IP addresses and networks; names and addresses
 * may have a port. A network covers only hosts that are written as IP addresses, because names are not resolved. An
 * unknown entry is an error: ignoring it would send keys through the proxy.
 */
export const noProxy: ValueSchema<IsDirect> = z.string().transform((text, context): IsDirect => {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const rules = entries.flatMap((entry) => {
    const rule = parseEntry(entry);
    if (rule !== undefined) return [rule];
    const message = `has ${quote(entry)}, which is no host name, IP address or network`;
    context.addIssue({ code: 'custom', message });
    return [];
  });
  return (url) => {
    const target = targetOf(url);
    return rules.some((covers) => covers(target));
  };
});

function targetOf({ protocol, hostname, port }: URL): Target {
  const usualPort = protocol === 'http:' || protocol === 'ws:' ? 80 : 443;
  return { host: withoutBrackets(hostname).replace(/\.$/, ''), port: port === '' ? usualPort : Number(port) };
}

function parseEntry(entry: string): Rule | undefined {
  if (entry === '*') return () => true;
  if (entry.includes('/')) return parseNetwork(entry);
  const [, host = '', digits] =
    isIP(entry) === 6 ? ['', entry] : (/^(.+?)(?::(\d{1,5}))?$/.exec(entry) ?? []);
  const rule = isIP(withoutBrackets(host)) === 0 ? parseName(host) : parseNetwork(host);
  if (rule === undefined || digits === undefined) return rule;
  const port = Number(digits);
  return port > 0 && port <= 65_535 ? (target) => target.port === port && rule(target) : undefined;
}

/** `10.0.0.0/8`, `fd00::/8`, or one address, in brackets or not. */
function parseNetwork(text: string): Rule | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  const network = withoutBrackets(address);
  const family = isIP(network);
  // A URL cannot have a zone (`fe80::1%eth0`), so such an entry would never match.
  if (family === 0 || network.includes('%') || rest.length > 0) return undefined;
  const most = family === 4 ? 32 : 128;
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)) return undefined;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? most : Number(bits), familyName(family));
  // Node matches IPv4 addresses written as IPv6 against IPv4 networks, which is right, and all of IPv4 against `::/0`,
  // which is not.
  const isMapped = family === 6 && Number(bits ?? most) >= 96;
  return ({ host }) => {
    const version = isIP(host);
    if (version === 0) return false;
    if (family === 4 || version === 6) return list.check(host, familyName(version));
    return isMapped && list.check(`::ffff:${host}`, 'ipv6');
  };
}

/** `example.com`, `.example.com` and `*.example.com` mean the same: that host and all below it. */
function parseName(text: string): Rule | undefined {
  const name = text.replace(/^\*?\./, '').replace(/\.$/, '');
  if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(name) || !URL.canParse(`http://${name}`)) return undefined;
  const { hostname } = new URL(`http://${name}`);
  // `169.254` would become the address 169.0.0.254, which is probably not what was meant.
  if (isIP(hostname) !== 0) return undefined;
  return ({ host }) => host === hostname || host.endsWith(`.${hostname}`);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.+)\]$/, '$1');
}

function familyName(family: number): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}
