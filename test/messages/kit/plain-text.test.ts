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
    const { text } = renderPlainText(ask({ portal: 'acme', files: true }, [acme]));
    expect(withPlainSpaces(text).split('\n')).toEqual([
      '*🟡 acme · 1 of 2 expires soon*',
      'Reaches back 30 h · longest gap 29 h · a loss now costs at most 1 h · read just now',
      '*Expiring soon* · temporary storage',
      '> 🟡 *5 h left* · <!date^1795525200^{date_short_pretty} at {time}|2026-11-24 13:00 UTC>',
      '> `a_b *c*.tar.gz`',
      '*Kept* · third-party storage · until removed',
      '• *30 h ago* · <!date^1795399200^{date_short_pretty} at {time}|2026-11-23 02:00 UTC>',
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
    expect(text.split('\n')).toEqual([line, line, line, '…']);
  });

  it('falls back on the message’s own text when there are no blocks', () => {
    expect(renderPlainText({ text: '🟢 fine', blocks: [] })).toEqual({ text: '🟢 fine' });
  });
});
