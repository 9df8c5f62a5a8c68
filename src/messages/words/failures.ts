import type { RichTextElement } from '@slack/types';
import type { CertificateFault, ReadFailure } from '../../backups/failure.ts';
import { cleanText, noBreak } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { shownLimits } from '../kit/limits.ts';
import { code, plain } from '../kit/rich-text.ts';
import { inWords } from './durations.ts';
import type { PortalLink } from './portals.ts';
import type { Telling } from './telling.ts';
import { frontWords, stateWords, unreachableWords } from './who-failed.ts';

/** Why a list could not be read, and the one thing that helps. */
export interface FailureWords {
  /** Follows a portal's name, or "can’t be read: "; our own words only. */
  readonly sentence: string;
  readonly next: readonly RichTextElement[];
  /** The page of the portal where it is fixed, if any. */
  readonly link: PortalLink | undefined;
}

/** What failed, in words, and the one next step. */
export function describeFailure(failure: ReadFailure, telling: Telling): FailureWords {
  switch (failure.kind) {
    case 'unreachable':
      return failure.reason === 'refused' || failure.reason === 'dropped'
        ? atThePortal(...unreachableWords[failure.reason])
        : words(...unreachableWords[failure.reason]);
    case 'bad-certificate':
      return describeCertificate(failure.fault);
    case 'timeout':
      return atThePortal(
        `no answer within ${Math.round(failure.afterMs / 1_000).toLocaleString('en')}${noBreak}s`,
        'Is it as slow in a browser?',
      );
    case 'key-refused':
      return {
        sentence: 'the key was refused',
        next: [plain('It needs a new '), code('*:read'), plain(' key.')],
        link: ['api-keys', 'Open API keys'],
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
      return atThePortal(...stateWords[failure.state]);
    case 'unpaid':
      return {
        ...words(
          `${payable(failure.isOwnServer)} is unpaid past its grace period`,
          'Renew it. No scheduled backups run until then.',
        ),
        link: ['payments', 'Open payments'],
      };
    case 'refused-in-front':
      return words(...frontWords[failure.by]);
    case 'refused':
      return atThePortal(
        `something refused the request (${failure.status})`,
        'Check it in a browser, then its key and its IP list.',
      );
    case 'not-found':
      return words(
        'no DocSpace at this address',
        'Check the address in the bot’s configuration. The portal may have been deleted.',
      );
    case 'rate-limited':
      return {
        sentence: 'too many requests',
        next: whenToRetry(failure.retryAt, telling, 'Try again in a few minutes.'),
        link: undefined,
      };
    case 'internal-error':
      return {
        ...words('the portal failed (500)', 'A storage it cannot reach makes the whole list fail.'),
        link: ['storages', 'Check the storages'],
      };
    case 'server-error':
      return {
        sentence: `the portal failed (${failure.status})`,
        next: whenToRetry(
          failure.retryAt,
          telling,
          'Try again in a few minutes; if it persists, see the DocSpace server’s log.',
        ),
        link: undefined,
      };
    case 'redirected':
      return {
        sentence: 'it redirects elsewhere',
        next: [
          ...redirectTarget(failure.to),
          plain('Check the portal’s address, and any login page in front of it.'),
        ],
        link: undefined,
      };
    case 'unexpected-status':
      return atThePortal(
        `unexpected answer (${failure.status})`,
        'Check the portal’s address, and any proxy in front of it.',
      );
    case 'not-json':
      return atThePortal(
        'it sent a web page, not data',
        'Check the portal’s address; a login page or proxy may be in front of it.',
      );
    case 'broken-json':
      return words('its answer is broken', 'Try again; if it persists, check the proxy in front of it.');
    case 'wrong-shape':
      return {
        sentence: 'unknown answer format',
        next: [
          plain('This DocSpace may be newer than the bot: update the bot, or report '),
          code(cleanText(failure.at.replaceAll('`', ''), shownLimits.detail) || 'response'),
          plain('.'),
        ],
        link: undefined,
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
  link: ['api-keys', 'Open API keys'],
};

const permissionMissing: FailureWords = {
  sentence: 'the key may not read backups',
  next: [plain('Give it the permission '), code('*:read'), plain('.')],
  link: ['api-keys', 'Open API keys'],
};

function describeMissingDumps(why: 'cloud' | 'limited'): FailureWords {
  return {
    sentence: why === 'cloud' ? 'only self-hosted servers make them' : 'the portal has limited access',
    next: [plain('Set '), code('dumps: false'), plain(' for this portal.')],
    link: undefined,
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
    next: [
      plain(`${remedy}; if the authority is your own, set `),
      code('NODE_EXTRA_CA_CERTS'),
      plain(' where the bot runs.'),
    ],
    link: undefined,
  };
}

function words(sentence: string, next: string): FailureWords {
  return { sentence, next: [plain(next)], link: undefined };
}

/** For what the portal itself shows in a browser. */
function atThePortal(sentence: string, next: string): FailureWords {
  return { ...words(sentence, next), link: ['portal', 'Open the portal'] };
}

function redirectTarget(to: string | undefined): RichTextElement[] {
  const host = cleanText((to ?? '').replaceAll('`', ''), shownLimits.detail);
  return host === '' ? [] : [plain('To '), code(host), plain('. ')];
}

/** `otherwise` is for portals that did not say when. */
function whenToRetry(retryAt: Date | undefined, { now, by }: Telling, otherwise: string): RichTextElement[] {
  if (!isShowable(retryAt)) return [plain(otherwise)];
  const leftMs = retryAt.getTime() - now.getTime();
  if (leftMs <= 0) return [plain('Try again now.')];
  return by === 'durations'
    ? [plain(`Try again ${inWords(leftMs)}.`)]
    : [plain('It can be asked again: '), dateElement(retryAt, 'brief')];
}
