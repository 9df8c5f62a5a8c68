import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanText,
  cutText,
  escapedLength,
  escapeText,
  quoteMrkdwn,
  quotePlain,
} from '../../../src/messages/kit/clean-text.ts';

describe('cleanText', () => {
  it.each([
    ['line breaks and tabs', 'a\r\nb\tc\u2028d', 'a b c d'],
    ['control characters', 'a\u0000b\u001bc\u007f', 'abc'],
    ['bidi overrides', 'gz.rat\u202e.exe\u2066x\u2069', 'gz.rat.exex'],
    ['zero-width and invisible letters', 'a\u200bb\ufeffc\u3164d\u00ade', 'abcde'],
    ['half surrogates', 'a\ud800b', 'a\ufffdb'],
    ['towers of accents', `e${'\u0301'.repeat(50)}x`, 'e\u0301\u0301\u0301x'],
    ['surrounding space', '  a  b ', 'a b'],
  ])('cleans %s', (_, foreign, clean) => {
    expect(cleanText(foreign, 100)).toBe(clean);
  });

  it('leaves nothing of a name that only looks empty', () => {
    expect(cleanText('\u200b \u3164\n', 100)).toBe('');
  });

  it('keeps letters of every script, and emoji', () => {
    expect(cleanText('Sauvegarde d’été_حفظ_備份_🗄.zip', 100)).toBe('Sauvegarde d’été_حفظ_備份_🗄.zip');
  });

  it('never grows beyond what was allowed, and stays on one line, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 60 }),
        (foreign, max) => {
          const clean = cleanText(foreign, max);
          expect(escapedLength(clean)).toBeLessThanOrEqual(max);
          expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        },
      ),
    );
  });
});

describe('cutText', () => {
  it('cuts between what a reader sees as characters', () => {
    expect(cutText('ab👩‍🚀cd', 5)).toBe('ab…');
    expect(cutText('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…');
  });

  it('counts what escaping adds, so that no entity is ever cut', () => {
    const cut = cutText('&&&&', 12);
    expect(escapeText(cut)).toBe('&amp;&amp;…');
    expect(escapeText(cut).length).toBeLessThanOrEqual(12);
  });

  it('keeps what fits', () => {
    expect(cutText('abc', 3)).toBe('abc');
  });
});

describe('quoteMrkdwn', () => {
  it.each(['acme', 'acme-hr', 'R2', 'Büro', 'with spaces', 'a: b'])('leaves “%s” as it is', (name) => {
    expect(quoteMrkdwn(name)).toBe(name);
  });

  it.each([
    ['*bold*', '`*bold*`'],
    ['acme_2026-11-24.tar.gz', '`acme_2026-11-24.tar.gz`'],
    ['~x~', '`~x~`'],
    ['`code`', '`´code´`'],
    [':boom:', '`:boom:`'],
    ['<!channel>', '`&lt;!channel&gt;`'],
    ['&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['@everyone', '`@everyone`'],
    ['#general', '`#general`'],
    ['example.com', '`example.com`'],
    ['пример.рф', '`пример.рф`'],
    ['http://x', '`http://x`'],
    ['> quote', '`&gt; quote`'],
  ])('makes “%s” say just what it says', (name, quoted) => {
    expect(quoteMrkdwn(name)).toBe(quoted);
  });
});

describe('quotePlain', () => {
  it('leaves no emoji code and no mention in plain text', () => {
    expect(quotePlain('<!channel> :boom: 09:30')).toBe('‹!channel› ꞉boom: 09:30');
  });
});
