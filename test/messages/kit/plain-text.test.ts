import { describe, expect, it } from 'vitest';
import { renderPlainText } from '../../../src/messages/kit/plain-text.ts';
import { ask, backup, failed, hour, read, reading, withPlainSpaces } from '../cast.ts';

const acme = reading(
  'acme',
  read([backup(hour, { in: 'temporary', leftMs: 5 * hour, fileName: 'a_b *c*.tar.gz' }), backup(30 * hour)]),
);
const legal = reading('legal', failed({ kind: 'key-refused' }));

describe('the plain text of a message', () => {
  it('has the same facts as the blocks', () => {
    const { text } = renderPlainText(ask({ portal: 'acme' }, [acme]));
    expect(withPlainSpaces(text).split('\n')).toEqual([
      '*🟡 acme · 1 backup expires within 48 h*',
      '2 backups · newest 1 h ago · reaches back to <!date^1795399200^{date_short_pretty}|2026-11-23 UTC> · read just now',
      '*Expires within 48 h* · temporary storage',
      '• *in 5 h* · <!date^1795525200^{date_short_pretty} at {time}|2026-11-24 13:00 UTC> · 1 h old',
      '`a_b *c*.tar.gz`',
      '*Kept until removed* · third-party storage',
      '• *1 day 6 h ago* · <!date^1795399200^{date_short_pretty} at {time}|2026-11-23 02:00 UTC>',
      '`made-30h-ago.tar.gz`',
    ]);
  });

  it('keeps links and code', () => {
    const { text } = renderPlainText(ask({}, [acme, legal]));
    expect(text).toContain('`*:read`');
    expect(text).toContain(
      '<https://legal.example.com/portal-settings/developer-tools/api-keys|Open API keys>',
    );
  });

  it('stops between lines where Slack would cut', () => {
    const line = 'x'.repeat(1_000);
    const block = { type: 'context', elements: [{ type: 'mrkdwn', text: line }] } as const;
    const { text } = renderPlainText({
      text: 'short',
      blocks: Array.from({ length: 9 }, () => ({ ...block, elements: [...block.elements] })),
    });
    expect(text.split('\n')).toEqual([line, line, line]);
  });

  it('falls back on the message’s own text when there are no blocks', () => {
    expect(renderPlainText({ text: '🟢 fine', blocks: [] })).toEqual({ text: '🟢 fine' });
  });
});
