/** A complete HTTP answer, before anything goes wrong with it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Words that only the portal's own error texts hold: finding one in a message or a log is a leak. */
export const canaries = ['CANARY-MESSAGE', 'CANARY-STACK', 'CANARY-PAGE'] as const;

const json = { 'content-type': 'application/json; charset=utf-8' };
const html = { 'content-type': 'text/html; charset=utf-8' };

/** The portal's success envelope. Null and absent members are left out, so "nothing" has no `response`. */
export function answerWith(response: unknown, href: string): Answer {
  const envelope = {
    response,
    count: Array.isArray(response) ? response.length : response == null ? 0 : 1,
    links: [{ href, action: 'GET' }],
    status: 0,
    statusCode: 200,
  };
  return { status: 200, headers: json, body: JSON.stringify(envelope, leaveOutNull) };
}

/** The portal's error envelope, with the server internals that the real one sends along. */
export function answerError(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  const [message, type, hresult] = errors[status] ?? [
    'Internal server error',
    'System.Exception',
    -2146233088,
  ];
  const envelope = {
    error: { message: `${message} (CANARY-MESSAGE onlyoffice-mysql-server:3306)`, type, stack, hresult },
    status: 1,
    statusCode: status,
  };
  return { status, headers: { ...json, ...headers }, body: JSON.stringify(envelope) };
}

/** What the reverse proxy, a login page or a parked domain sends: a page, not data. */
export function answerPage(status: number): Answer {
  const title = status === 200 ? 'Sign in' : `${status} ${pageTitles[status] ?? 'Error'}`;
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center><hr><center>openresty CANARY-PAGE</center></body></html>\n`;
  return { status, headers: html, body };
}

const errors: Readonly<Record<number, readonly [message: string, type: string, hresult: number]>> = {
  400: ["The value is not valid for 'Dump'.", 'System.ArgumentException', -2147024809],
  401: ['Authentication failed', 'System.Security.Authentication.AuthenticationException', -2146233087],
  402: ['Backup is not available on your plan', 'ASC.Core.Billing.BillingException', -2146233088],
  403: ['Access denied', 'System.Security.SecurityException', -2146233078],
  404: ['The resource could not be found', 'ASC.Common.ItemNotFoundException', -2146233088],
  429: ['Too many requests', 'System.InvalidOperationException', -2146233079],
};

const pageTitles: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

const stack = [
  '   at ASC.Web.Api.Controllers.BackupController.GetBackupHistory(DumpDto inDto) CANARY-STACK',
  '   in /app/onlyoffice/src/server/common/ASC.Data.Backup/Api/BackupController.cs:line 214',
].join('\n');

function leaveOutNull(_key: string, value: unknown): unknown {
  return value === null ? undefined : value;
}
