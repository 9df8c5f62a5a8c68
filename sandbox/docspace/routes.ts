import { type Answer, answerError, answerWith } from './answer.ts';
import type { Call } from './call.ts';
import { describeKey, describeQuota, describeSettings, describeTariff } from './descriptions.ts';
import { writeProgress, writeRecord, writeSchedule } from './wire.ts';

export interface Route {
  /** When it answers although others do not. */
  readonly answers: readonly Exception[];
  readonly answer: (call: Call) => Answer;
}

export type Exception =
  | 'without-key'
  /** Whatever the permissions of the key. */
  | 'narrow-key'
  | 'suspended'
  /** While the portal is restored, moved or encrypted. */
  | 'busy'
  | 'unpaid';

/** Every GET the portal speaks. */
export const routes: Readonly<Record<string, Route>> = {
  '/api/2.0/backup/getbackuphistory': backupRoute([], ({ state }, dump) => {
    if (state.storageUnreachable && !dump) return new Refusal(500);
    return (dump ? state.dumps : state.ownBackups).map((record) => writeRecord(record, state));
  }),
  '/api/2.0/backup/getbackupschedule': backupRoute([], ({ state }, dump) => {
    const schedule = dump ? state.dumpSchedule : state.schedule;
    return schedule && writeSchedule(schedule, state);
  }),
  '/api/2.0/backup/getbackupprogress': backupRoute(['unpaid'], ({ state }, dump) => {
    const progress = dump ? state.dumpProgress : state.progress;
    return progress && writeProgress(progress, state);
  }),
  '/api/2.0/backup/getrestoreprogress': route(
    ['without-key', 'busy', 'unpaid'],
    ({ state }) => state.restoreProgress && writeProgress(state.restoreProgress, state),
  ),
  '/api/2.0/backup/getbackupscount': adminRoute(['unpaid'], countBackups),
  '/api/2.0/backup/getservicestate': adminRoute(['unpaid'], ({ state }) => ({
    enabled: state.backupServiceEnabled,
  })),
  '/api/2.0/portal/tariff': route(['unpaid'], ({ state }) => describeTariff(state)),
  '/api/2.0/portal/payment/quota': route(['unpaid'], ({ state }) => describeQuota(state)),
  '/api/2.0/settings': route(['without-key', 'suspended', 'busy', 'unpaid'], describeSettings),
  '/api/2.0/keys/@self': route(['narrow-key', 'busy'], describeKey),
};

/** What a route reads: the data for the envelope, or a refusal. */
type Read = (call: Call) => unknown;

/** The API's own refusal, with the error envelope. */
class Refusal {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

function route(answers: readonly Exception[], read: Read): Route {
  return {
    answers,
    answer(call) {
      const result = read(call);
      return result instanceof Refusal ? answerError(result.status) : answerWith(result, call.href);
    },
  };
}

function adminRoute(answers: readonly Exception[], read: Read): Route {
  return route(answers, (call) => (call.state.keyOwnerIsAdmin ? read(call) : new Refusal(403)));
}

/** Dumps exist on own servers only, and there on every portal without limited space access. */
function backupRoute(answers: readonly Exception[], read: (call: Call, dump: boolean) => unknown): Route {
  return adminRoute(answers, (call) => {
    const dump = readBoolean(call.query.get('dump'));
    if (dump === undefined) return new Refusal(400);
    if (dump && (!call.state.standalone || call.state.limitedAccessSpace)) return new Refusal(403);
    return read(call, dump);
  });
}

function countBackups({ state, query }: Call): unknown {
  const paid = readBoolean(query.get('paid'));
  if (paid === undefined) return new Refusal(400);
  return paid ? state.backupsThisMonth.paid : state.backupsThisMonth.free;
}

/** ASP.NET reads booleans whatever their case, and knows no `1`. */
function readBoolean(value = 'false'): boolean | undefined {
  const word = value.toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}
