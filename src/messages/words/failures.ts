import type { RichTextElement } from '@slack/types';
import type { CertificateFault, ReadFailure } from '../../backups/failure.ts';
import { cleanText, noBreak } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { shownLimits } from '../kit/limits.ts';
import { code, plain } from '../kit/rich-text.ts';
import { inWords } from './durations.ts';
import type { PortalPage } from './portals.ts';
import { frontWords, stateWords, unreachableWords } from './who-failed.ts';

/** Why a list could not be read, and the one thing that helps. */
export interface FailureWords {
  /** Continues "can’t be read: "; our own words only. */
  readonly sentence: string;
  readonly remedy: readonly RichTextElement[];
  /** The page of the portal where it is fixed, if any. */
  readonly page: PortalPage | undefined;
}

/** What failed, in words, and the one next step. */
export function describeFailure(failure: ReadFailure, now: Date): FailureWords {
  switch (failure.kind) {
    case 'unreachable':
      return words(...unreachableWords[failure.reason]);
    case 'bad-certificate':
      return describeCertificate(failure.fault);
    case 'timeout':
      return words(
        `no answer within ${Math.round(failure.afterMs / 1_000).toLocaleString('en')}${noBreak}s`,
        'Try again; if it persists, check the portal in a browser.',
      );
    case 'key-refused':
      return {
        sentence: 'the key was refused',
        remedy: [plain('Give the bot a new key with '), code('*:read'), plain(', made by a DocSpace admin.')],
        page: 'api-keys',
      };
    case 'key-not-allowed':
      return failure.lacks === 'owner' ? ownerNotAllowed : permissionMissing;
    case 'dumps-not-allowed':
      return describeMissingDumps(failure.why);
    case 'address-not-allowed':
      return words(
        'the bot’s IP address is not on the portal’s list',
        'Add the address of the bot’s machine in the portal’s security settings.',
      );
    case 'portal-state':
      return words(...stateWords[failure.state]);
    case 'unpaid':
      return {
        ...words(
          `${payable(failure.isOwnServer)} is unpaid past its grace period`,
          'Renew it. No scheduled backups run until then.',
        ),
        page: 'payments',
      };
    case 'refused-in-front':
      return words(...frontWords[failure.by]);
    case 'refused':
      return words(
        `something refused the request (${failure.status})`,
        'Check the portal in a browser, then its key and its IP list.',
      );
    case 'not-found':
      return words(
        'no DocSpace at this address',
        'Check the address in the bot’s configuration. The portal may have been deleted.',
      );
    case 'rate-limited':
      return {
        sentence: 'too many requests',
        remedy: whenToRetry(failure.retryAt, now, 'Try again in a few minutes.'),
        page: undefined,
      };
    case 'internal-error':
      return {
        ...words('the portal failed (500)', 'A storage it cannot reach makes the whole list fail.'),
        page: 'storages',
      };
    case 'server-error':
      return {
        sentence: `the portal failed (${failure.status})`,
        remedy: whenToRetry(
          failure.retryAt,
          now,
          'Try again in a few minutes; if it persists, see the DocSpace server’s log.',
        ),
        page: undefined,
      };
    case 'redirected':
      return {
        sentence: 'it redirects elsewhere',
        remedy: [
          ...redirectTarget(failure.to),
          plain('Check the portal’s address, and any login page in front of it.'),
        ],
        page: undefined,
      };
    case 'unexpected-status':
      return words(
        `unexpected answer (${failure.status})`,
        'Check the portal’s address, and any proxy in front of it.',
      );
    case 'not-json':
      return words(
        'it sent a web page, not data',
        'Check the portal’s address; a login page or proxy may be in front of it.',
      );
    case 'broken-json':
      return words('its answer is broken', 'Try again; if it persists, check the proxy in front of it.');
    case 'wrong-shape':
      return {
        sentence: 'unknown answer format',
        remedy: [
          plain('This DocSpace may be newer than the bot: update the bot, or report '),
          code(cleanText(failure.at.replaceAll('`', ''), shownLimits.detail) || 'response'),
          plain('.'),
        ],
        page: undefined,
      };
    case 'too-large':
      return describeTooLarge(failure);
    case 'bug':
      return words('the bot has a bug', 'The bot’s log has the details; please report it.');
  }
}

const ownerNotAllowed: FailureWords = {
  ...words(
    'the key’s owner may not see backups',
    'Make a new key as the portal’s owner or a DocSpace admin.',
  ),
  page: 'api-keys',
};

const permissionMissing: FailureWords = {
  sentence: 'the key may not read backups',
  remedy: [plain('Give it the permission '), code('*:read'), plain('.')],
  page: 'api-keys',
};

function describeMissingDumps(why: 'cloud' | 'limited'): FailureWords {
  return {
    sentence: why === 'cloud' ? 'only self-hosted servers make them' : 'the portal has limited access',
    remedy: [plain('Set '), code('dumps: false'), plain(' for this portal.')],
    page: undefined,
  };
}

function payable(isOwnServer: boolean | undefined): string {
  if (isOwnServer === undefined) return 'its subscription or licence';
  return isOwnServer ? 'its server’s licence' : 'its subscription';
}

function describeTooLarge({ what, limitBytes }: Extract<ReadFailure, { kind: 'too-large' }>): FailureWords {
  return what === 'body'
    ? words(
        `its answer is larger than ${Math.round(limitBytes / 1_048_576)}${noBreak}MB`,
        'Remove old backups in the portal.',
      )
    : words(
        `its answer has more than ${Math.round(limitBytes / 1_024)}${noBreak}KB of headers`,
        'Shorten them in the proxy in front of the portal.',
      );
}

function describeCertificate(fault: CertificateFault): FailureWords {
  switch (fault) {
    case 'wrong-name':
      return words(
        'its certificate is for another name',
        'Check the portal’s address, or get a certificate with that name.',
      );
    case 'incomplete-chain':
      return extraAuthority('its certificate chain is incomplete', 'Make the server send the full chain');
    case 'expired':
      return words('its certificate has expired', 'Renew it.');
    case 'not-yet-valid':
      return words('its certificate is not valid yet', 'Check the bot’s system clock.');
    case 'self-signed':
      return extraAuthority('its certificate is self-signed', 'Get one from a known authority');
    case 'unknown-authority':
      return extraAuthority('its certificate is by an unknown authority', 'Get one from a known authority');
    case 'other':
      return words('its certificate is not trusted', 'Replace it.');
  }
}

/** `NODE_EXTRA_CA_CERTS` makes Node trust more authorities; it helps with nothing else. */
function extraAuthority(sentence: string, remedy: string): FailureWords {
  return {
    sentence,
    remedy: [
      plain(`${remedy}; if the authority is your own, set `),
      code('NODE_EXTRA_CA_CERTS'),
      plain(' where the bot runs.'),
    ],
    page: undefined,
  };
}

function words(sentence: string, remedy: string): FailureWords {
  return { sentence, remedy: [plain(remedy)], page: undefined };
}

function redirectTarget(to: string | undefined): RichTextElement[] {
  const host = cleanText((to ?? '').replaceAll('`', ''), shownLimits.detail);
  return host === '' ? [] : [plain('To '), code(host), plain('. ')];
}

/** `otherwise` is for portals that did not say when. */
function whenToRetry(retryAt: Date | undefined, now: Date, otherwise: string): RichTextElement[] {
  if (!isShowable(retryAt)) return [plain(otherwise)];
  const leftMs = retryAt.getTime() - now.getTime();
  return leftMs <= 0
    ? [plain('Try again now.')]
    : [plain(`Try again ${inWords(leftMs)} · `), dateElement(retryAt)];
}
