import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noProxy } from '../../src/config/no-proxy.ts';

function isDirect(list: string, url: string): boolean {
  return noProxy.parse(list)(new URL(url));
}

describe('NO_PROXY', () => {
  it.each([
    ['127.0.0.0/8', 'http://127.0.0.1:8092'],
    ['10.1.2.3/8', 'https://10.200.0.1'],
    ['10.0.0.7', 'https://10.0.0.7:8443'],
    ['10.0.0.7:8443', 'https://10.0.0.7:8443'],
    ['0.0.0.0/0', 'https://192.0.2.1'],
    ['10.0.0.7/32', 'https://10.0.0.7'],
    ['fd00::/8', 'https://[fd12:3456::1]'],
    ['[fd00::]/8', 'https://[fd12:3456::1]'],
    ['::1', 'http://[::1]:3000'],
    ['0:0:0:0:0:0:0:1', 'http://[::1]'],
    ['[::1]', 'http://[::1]:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['127.0.0.0/8', 'http://[::ffff:127.0.0.1]'],
    ['example.com', 'https://example.com'],
    ['example.com', 'https://docs.Example.COM'],
    ['.example.com', 'https://docs.eu.example.com'],
    ['.example.com', 'https://example.com'],
    ['*.example.com', 'https://docs.example.com'],
    ['Example.COM.', 'https://example.com'],
    ['example.com', 'https://example.com.'],
    ['example.com:443', 'https://example.com'],
    ['example.com:80', 'http://example.com'],
    ['.example.com:8443', 'https://docs.example.com:8443'],
    ['my_host', 'http://my_host'],
    ['::ffff:10.0.0.7', 'http://10.0.0.7'],
    ['::ffff:a00:0/104', 'http://10.0.0.7'],
    ['[::ffff:10.0.0.7]:3000', 'http://10.0.0.7:3000'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['  a.example ,\t b.example\n127.0.0.0/8', 'http://127.0.0.1'],
    ['*', 'https://anything.example'],
    ['a.example, *', 'https://anything.example'],
  ])('with %j covers %s', (list, url) => {
    expect(isDirect(list, url)).toBe(true);
  });

  it.each([
    ['127.0.0.0/8', 'http://128.0.0.1'],
    ['127.0.0.0/8', 'http://localhost'],
    ['127.0.0.0/8', 'http://127.0.0.1.example.com'],
    ['10.0.0.0/31', 'http://10.0.0.2'],
    ['10.0.0.7', 'http://10.0.0.8'],
    ['10.0.0.7:8443', 'https://10.0.0.7'],
    ['fd00::/8', 'https://[fe80::1]'],
    ['::/0', 'http://127.0.0.1'],
    ['::ffff:0:0/64', 'http://127.0.0.1'],
    ['::ffff:10.0.0.7', 'http://10.0.0.8'],
    ['[::1]:3000', 'http://[::1]'],
    ['example.com', 'https://notexample.com'],
    ['example.com', 'https://example.com.evil.example'],
    ['docs.example.com', 'https://example.com'],
    ['example.com:8443', 'https://example.com'],
    ['example.com:80', 'https://example.com'],
    [',', 'https://example.com'],
  ])('with %j does not cover %s', (list, url) => {
    expect(isDirect(list, url)).toBe(false);
  });

  it.each([
    ...['http://example.com', 'example.com/path', 'example.com:', 'example.com:0', 'example.com:65536'],
    ...['example.com:http', '10.*', '10.', '169.254', '169.254/16', '10.0.0.0-10.0.0.255', '10.0.0.0/33'],
    ...['10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/8:80', '10.0.0.0/', '/8', '256.0.0.1', 'fd00::/129'],
    ...['fe80::1%eth0', '[::1', '[::1]:', '*.*.example', 'a*.example', '<local>', 'a;b', '.', '*.'],
  ])('is refused with %j, which is named', (entry) => {
    const result = noProxy.safeParse(`localhost,${entry}`);
    expect(result.error?.issues.map(({ message }) => message)).toEqual([
      `has ${JSON.stringify(entry)}, which is no host name, IP address or network`,
    ]);
  });

  it('covers an IPv4 address as arithmetic does', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(octet, octet, octet, octet);
    const near = fc.tuple(address, fc.nat(31)).map(([[a, b, c, d], bit]) => {
      const other = (((a << 24) | (b << 16) | (c << 8) | d) ^ (1 << bit)) >>> 0;
      return [other >>> 24, (other >>> 16) & 255, (other >>> 8) & 255, other & 255, a, b, c, d, bit] as const;
    });
    fc.assert(
      fc.property(near, fc.nat(32), ([w, x, y, z, a, b, c, d, bit], bits) => {
        // They differ in one bit, which counts from the right; the network's bits count from the left.
        const isInside = bit < 32 - bits;
        expect(isDirect(`${a}.${b}.${c}.${d}/${bits}`, `http://${w}.${x}.${y}.${z}`)).toBe(isInside);
      }),
    );
  });

  it('is accepted or refused, and answers for every address, for any text', () => {
    const part = fc.constantFrom(
      '*',
      '.',
      ':',
      '/',
      '[',
      ']',
      '10',
      '::1',
      'example',
      '%',
      '@',
      'ß',
      '8',
      ',',
    );
    const list = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(list, fc.webUrl(), (text, url) => {
        const result = noProxy.safeParse(text);
        if (result.success) expect(typeof result.data(new URL(url))).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
