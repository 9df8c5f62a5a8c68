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
export function answerError(status: number): Answer {
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
  return { status, headers: json, body: JSON.stringify(envelope) };
}

/** What a refusal by the server's filters carries instead of an envelope. */
export type RefusalBody = 'empty' | 'text' | 'problem';

/** A refusal by the server's filters, before the API itself is asked: a status without an envelope. */
export function answerRefusal(
  status: number,
  form: RefusalBody,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const title = titles[status] ?? 'Refused';
  switch (form) {
    case 'empty':
      return { status, headers, body: '' };
    case 'text':
      return { status, headers: { ...json, ...headers }, body: JSON.stringify(`${title} CANARY-MESSAGE`) };
    case 'problem': {
      const type = 'https://tools.ietf.org/html/rfc9110#section-15.5';
      const body = JSON.stringify({ type, title, status, traceId: '00-CANARY-STACK-00' });
      return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
    }
  }
}

/** The page of a reverse proxy, a login or a parked domain. */
export function answerPage(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  const title = status === 200 ? 'Sign in' : `${status} ${titles[status] ?? 'Error'}`;
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center><hr><center>openresty CANARY-PAGE</center></body></html>\n`;
  return { status, headers: { ...html, ...headers }, body };
}

const errors: Readonly<Record<number, readonly [message: string, type: string, hresult: number]>> = {
  400: ["The value is not valid for 'Dump'.", 'System.ArgumentException', -2147024809],
  403: ['Access denied', 'System.Security.SecurityException', -2146233078],
};

const titles: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

const stack = [
  '   at ASC.Web.Api.Controllers.BackupController.GetBackupHistory(DumpDto inDto) CANARY-STACK',
  '   in /app/onlyoffice/src/server/common/ASC.Data.Backup/Api/BackupController.cs:line 214',
].join('\n');

/** Members that are null are left out; entries of a dictionary, such as `storageParams`, are not. */
function leaveOutNull(key: string, value: unknown): unknown {
  return value === null && key !== 'folderId' ? undefined : value;
}
