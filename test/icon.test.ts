import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('the icon of the Slack app', () => {
  const picture = readFileSync('assets/icon.png');

  it('is a PNG', () => {
    expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(picture.subarray(12, 16).toString('latin1')).toBe('IHDR');
  });

  it('is a square of 512 to 2000 pixels, as Slack wants it', () => {
    const [width, height] = [picture.readUInt32BE(16), picture.readUInt32BE(20)];
    expect(width).toBe(height);
    expect(width).toBeGreaterThanOrEqual(512);
    expect(width).toBeLessThanOrEqual(2000);
  });
});
