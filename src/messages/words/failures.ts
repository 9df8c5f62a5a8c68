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
  readonly cure: readonly RichTextElement[];
  /** Where in the portal it is put right, if there. */
  readonly page: PortalPage | undefined;
}

/** Who failed, in words, and the one next step. */
export function describeFailure(failure: ReadFailure, now: Date): FailureWords {
  switch (failure.kind) {
    case 'unreachable':
      return words(...unreachableWords[failure.reason]);
    case 'bad-certificate':
      return describeCertificate(failure.fault);
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
          `${payable(failure.isOwnServer)} is unpaid beyond its grace time`,
          'Renew it. The schedule does not run meanwhile.',
        ),
        page: 'payments',
      };
    case 'refused-in-front':
      return words(...frontWords[failure.by]);
    case 'refused':
      return words(
        `the request was refused (${failure.status}), by whom is unknown`,
        'See whether the portal opens in a browser, then check its key and its IP list.',
      );
    case 'not-found':
      return words(
        'no DocSpace at this address',
        'Check the address in the bot’s configuration. The portal may have been deleted.',
      );
    case 'rate-limited':
      return {
        sentence: 'it was asked too often',
        cure: whenToRetry(failure.retryAt, now, 'Try again in a few minutes.'),
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
      return describeTooLarge(failure);
    case 'bug':
      return words('the bot made a mistake', 'The bot’s log tells what happened; please report it.');
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
  cure: [plain('Give it the permission '), code('*:read'), plain('.')],
  page: 'api-keys',
};

function describeMissingDumps(why: 'cloud' | 'limited'): FailureWords {
  return {
    sentence: why === 'cloud' ? 'only servers of your own make them' : 'the portal has limited access',
    cure: [plain('Set '), code('dumps: false'), plain(' for this portal.')],
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
      return extraAuthority('its certificate chain is incomplete', 'Let the server send the whole chain');
    case 'expired':
      return words('its certificate has expired', 'Renew it.');
    case 'not-yet-valid':
      return words('its certificate is not valid yet', 'Check the clock where the bot runs.');
    case 'self-signed':
      return extraAuthority('its certificate is self-signed', 'Get one from a known authority');
    case 'unknown-authority':
      return extraAuthority('its certificate is by an unknown authority', 'Get one from a known authority');
    case 'other':
      return words('its certificate is not trusted', 'Replace it.');
  }
}

/** `NODE_EXTRA_CA_CERTS` makes Node trust more authorities; it helps against nothing else. */
function extraAuthority(sentence: string, cure: string): FailureWords {
  return {
    sentence,
    cure: [
      plain(`${cure}; if the authority is your own, set `),
      code('NODE_EXTRA_CA_CERTS'),
      plain(' where the bot runs.'),
    ],
    page: undefined,
  };
}

function words(sentence: string, cure: string): FailureWords {
  return { sentence, cure: [plain(cure)], page: undefined };
}

function redirectTarget(to: string | undefined): RichTextElement[] {
  const host = cleanText((to ?? '').replaceAll('`', ''), shownLimits.detail);
  return host === '' ? [] : [plain('To '), code(host), plain('. ')];
}

/** `otherwise` is for portals that do not say when. */
function whenToRetry(retryAt: Date | undefined, now: Date, otherwise: string): RichTextElement[] {
  if (!isShowable(retryAt)) return [plain(otherwise)];
  const leftMs = retryAt.getTime() - now.getTime();
  return leftMs <= 0
    ? [plain('Try again now.')]
    : [plain(`Try again ${inWords(leftMs)} · `), dateElement(retryAt)];
}
