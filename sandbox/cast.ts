import { createHash, randomUUID } from 'node:crypto';
import { type SandboxPortal, startPortal } from './docspace/portal-server.ts';
import { soundPortal } from './docspace/portal-state.ts';
import { backupRecord } from './docspace/records.ts';
import { type CastName, castNames, scenes } from './docspace/scenes.ts';
import type { StorageName } from './docspace/wire.ts';

export { type CastName, castNames } from './docspace/scenes.ts';

/** An entry of the portals file. */
export interface CastMember {
  readonly name: CastName;
  readonly url: string;
  readonly apiKey: string;
  readonly dumps: boolean;
}

/** The sample portals of demo and tests, and what can happen to them. */
export interface Cast extends AsyncDisposable {
  readonly portals: Readonly<Record<CastName, SandboxPortal>>;
  readonly list: readonly CastMember[];
  takeDown(name: CastName): Promise<void>;
  bringBack(name: CastName): Promise<void>;
  refuseKey(name: CastName): void;
  acceptKey(name: CastName): void;
  /** Adds a backup that is finished now. */
  makeBackup(name: CastName, storage?: StorageName): void;
  /** Adds a temporary backup that expires in half an hour. */
  letOneExpireSoon(name: CastName): void;
  slowDown(name: CastName, latencyMs: number): void;
  /** Every portal up, quick and honest, every key accepted, every bill paid. Backups stay as they are. */
  healAll(): Promise<void>;
  /** Back to the opening scene as it looks now: fresh dates, the old problems. */
  startOver(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sample portals; all their dates follow from `clock()`. The same name always has the same key. */
export async function startCast({ clock }: { readonly clock: () => Date }): Promise<Cast> {
  const portals = Object.fromEntries(
    await Promise.all(
      castNames.map(
        async (name) => [name, await startPortal({ alias: name, apiKey: keyOf(name), clock })] as const,
      ),
    ),
  ) as Record<CastName, SandboxPortal>;
  const list = castNames.map((name) => memberOf(name, portals[name]));
  await openScene(portals, clock());

  const close = async (): Promise<void> => {
    await Promise.all(Object.values(portals).map((portal) => portal.close()));
  };
  return {
    portals,
    list,
    takeDown: (name) => portals[name].goDown(),
    bringBack: (name) => portals[name].comeBack(),
    refuseKey(name) {
      portals[name].state.keyRevoked = true;
    },
    acceptKey(name) {
      portals[name].state.keyRevoked = false;
    },
    makeBackup(name, storage = 'Documents') {
      addBackup(portals[name], { createdAt: clock(), storage });
    },
    letOneExpireSoon(name) {
      const createdAt = new Date(clock().getTime() - 23.5 * 60 * 60 * 1000);
      addBackup(portals[name], { createdAt, storage: 'DataStore' });
    },
    slowDown: (name, latencyMs) => portals[name].setLatency(latencyMs),
    healAll: () => healAll(Object.values(portals)),
    startOver: () => openScene(portals, clock()),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A key of the real form, `sk-` and 64 hex digits. It opens nothing but the sandbox. */
function keyOf(name: CastName): string {
  return `sk-${createHash('sha256').update(`sandbox ${name}`).digest('hex')}`;
}

function memberOf(name: CastName, { url, apiKey }: SandboxPortal): CastMember {
  return { name, url, apiKey, dumps: name === 'design' };
}

async function openScene(portals: Readonly<Record<CastName, SandboxPortal>>, now: Date): Promise<void> {
  for (const name of castNames) {
    portals[name].reset();
    Object.assign(portals[name].state, scenes[name](now));
  }
  await Promise.all(
    castNames.map((name) => (name === 'field' ? portals[name].goDown() : portals[name].comeBack())),
  );
}

async function healAll(portals: readonly SandboxPortal[]): Promise<void> {
  for (const portal of portals) {
    portal.misbehave(undefined);
    portal.setLatency(0);
    Object.assign(portal.state, soundPortal());
  }
  await Promise.all(portals.map((portal) => portal.comeBack()));
}

function addBackup({ state }: SandboxPortal, facts: { createdAt: Date; storage: StorageName }): void {
  state.ownBackups.push(backupRecord({ ...facts, alias: state.alias, id: randomUUID() }));
}
