import type { RichTextElement } from '@slack/types';
import type { ReadFailure } from '../../backups/failure.ts';
import { cleanText, noBreak } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { shownLimits } from '../kit/limits.ts';
import { code, plain } from '../kit/rich-text.ts';
import { inWords } from './durations.ts';
import type { PortalPage } from './portals.ts';

/** Why a list could not be read, and the one thing that mends it. */
export interface FailureWords {
  /** Continues "can’t be read: "; our own words only. */
  readonly sentence: string;
  readonly cure: readonly RichTextElement[];
  /** Where in the portal it is mended, if there. */
  readonly page: PortalPage | undefined;
}

/** `dump` tells which list failed, for whole-server dumps need another right than a portal's own backups. */
export function describeFailure(failure: ReadFailure, dump: boolean, now: Date): FailureWords {
  switch (failure.kind) {
    case 'unreachable':
      return describeUnreachable(failure.reason);
    case 'timeout':
      return words(
        `no answer within ${Math.round(failure.afterMs / 1_000).toLocaleString('en')}${noBreak}s`,
        'Try again; if it stays, see whether the portal opens in a browser.',
      );
    case 'key-refused':
      return {
        sentence: 'the key was refused',
        cure: [plain('Give the bot a new key with '), code('*:read'), plain(', made by a DocSpace admin.')],
        page: 'api-keys',
      };
    case 'not-in-plan':
      return { ...words('the plan does not cover backups', 'Renew or raise the plan.'), page: 'payments' };
    case 'forbidden':
      return dump ? dumpsForbidden : forbidden;
    case 'not-found':
      return words('no DocSpace at this address', 'Check the portal’s address in the bot’s configuration.');
    case 'rate-limited':
      return {
        sentence: 'it was asked too often',
        cure: whenToRetry(failure.retryAt, now, 'Try again in a few minutes.'),
        page: undefined,
      };
    case 'server-error':
      return {
        sentence: `the portal failed (${failure.status})`,
        cure: whenToRetry(
          failure.retryAt,
          now,
          'Try again in a few minutes; if it stays, the log of the DocSpace server tells why.',
        ),
        page: undefined,
      };
    case 'redirected':
      return {
        sentence: 'it sends us to another address',
        cure: [
          ...redirectTarget(failure.to),
          plain('It may have moved, or be suspended or unpaid. Check its address and its payments.'),
        ],
        page: 'payments',
      };
    case 'unexpected-status':
      return words(
        `unexpected answer (${failure.status})`,
        'Check the portal’s address, and any proxy in front of it.',
      );
    case 'not-json':
      return words(
        'a web page came instead of data',
        'Check the portal’s address; a login page or a proxy may stand in front of it.',
      );
    case 'broken-json':
      return words('its answer broke off', 'Try again; if it stays, check the proxy in front of the portal.');
    case 'wrong-shape':
      return {
        sentence: 'its answer has an unknown form',
        cure: [
          plain('This DocSpace may be newer than the bot: update the bot, or report '),
          code(cleanText(failure.at.replaceAll('`', ''), shownLimits.detail) || 'response'),
          plain('.'),
        ],
        page: undefined,
      };
    case 'too-large':
      return words(
        `its answer is larger than ${Math.round(failure.limitBytes / 1_048_576)}${noBreak}MB`,
        'Remove old backups in the portal.',
      );
    case 'bug':
      return words('the bot made a mistake', 'The bot’s log tells what happened; please report it.');
  }
}

const forbidden: FailureWords = {
  sentence: 'the key may not see backups',
  cure: [plain('Its owner must be a DocSpace admin, and the key needs '), code('*:read'), plain('.')],
  page: 'api-keys',
};

const dumpsForbidden: FailureWords = {
  sentence: 'the key may not see them',
  cure: [
    plain('They need a key whose owner may manage the whole server. Without one, set '),
    code('dumps: false'),
    plain(' for this portal.'),
  ],
  page: undefined,
};

function describeUnreachable(reason: Extract<ReadFailure, { kind: 'unreachable' }>['reason']): FailureWords {
  switch (reason) {
    case 'dns':
      return words('the name was not found', 'Check the portal’s address, and DNS where the bot runs.');
    case 'refused':
      return words('the connection was refused', 'Check that the portal runs, and the port in its address.');
    case 'certificate':
      return {
        sentence: 'the certificate is not trusted',
        cure: [
          plain('Renew it; for an authority of your own, set '),
          code('NODE_EXTRA_CA_CERTS'),
          plain(' where the bot runs.'),
        ],
        page: undefined,
      };
    case 'not-https':
      return words('it does not speak https there', 'Check https:// and the port in its address.');
    case 'dropped':
      return words('the connection broke', 'Try again; if it stays, check the proxy in front of the portal.');
    case 'proxy':
      return words('the proxy let nothing through', 'Check the proxy settings where the bot runs.');
    case 'network':
      return words('the network failed', 'Check the network where the bot runs.');
  }
}

function words(sentence: string, cure: string): FailureWords {
  return { sentence, cure: [plain(cure)], page: undefined };
}

function redirectTarget(to: string | undefined): RichTextElement[] {
  const host = cleanText((to ?? '').replaceAll('`', ''), shownLimits.detail);
  return host === '' ? [] : [plain('To '), code(host), plain('. ')];
}

/** `otherwise` is for who did not say when. */
function whenToRetry(retryAt: Date | undefined, now: Date, otherwise: string): RichTextElement[] {
  if (!isShowable(retryAt)) return [plain(otherwise)];
  const leftMs = retryAt.getTime() - now.getTime();
  return leftMs <= 0
    ? [plain('Try again now.')]
    : [plain(`Try again ${inWords(leftMs)} · `), dateElement(retryAt)];
}
