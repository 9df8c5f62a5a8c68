import { createHash, randomUUID } from 'node:crypto';
import { type Customer, listCustomers } from './customers.ts';
import { liveOn, loseBackup, restoreBackup } from './docspace/night.ts';
import { type SandboxPortal, startPortal } from './docspace/portal-server.ts';
import { type PortalState, soundPortal } from './docspace/portal-state.ts';
import { backupRecord, neverStamp } from './docspace/records.ts';
import { type CastName, castNames, customerScenes, scenes } from './docspace/scenes.ts';
import type { StorageName, WireRecord } from './docspace/wire.ts';

export { type CastName, castNames } from './docspace/scenes.ts';

export interface CastMember {
  readonly name: string;
  /** A customer's region; the seven of the story have none. */
  readonly group: string | undefined;
  readonly dumps: boolean;
  readonly portal: SandboxPortal;
}

/** The sample portals of demo and tests, and what can happen to them. */
export interface Cast extends AsyncDisposable {
  /** The seven of the story. */
  readonly portals: Readonly<Record<CastName, SandboxPortal>>;
  /** Every portal: the seven of the story, then the customers. */
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
  /**
   * Lets the time since `from` pass. Schedules run, what has expired goes, design loses a backup once, and a portal that
   * was down comes back; if none was, field goes down.
   */
  liveNight(from: Date): Promise<void>;
  /** Whether a backup that expires is listed anywhere. */
  readonly hasTemporary: boolean;
  /** Heals all, brings back what was lost, and adds a fresh backup to every portal that has no schedule. */
  makeAllWell(): Promise<void>;
  /** Back to the opening scene as it looks now: fresh dates, the old problems. */
  startOver(): Promise<void>;
  close(): Promise<void>;
}

export interface CastOptions {
  readonly clock: () => Date;
  /** How many portals; the customers join the seven of the story. Default: these seven. */
  readonly portalCount?: number;
}

/** Starts the sample portals; all their dates follow from `clock()`. The same name always has the same key. */
export async function startCast({ clock, portalCount = castNames.length }: CastOptions): Promise<Cast> {
  const open = (name: string) => startPortal({ alias: name, apiKey: keyOf(name), clock });
  const actors = await Promise.all([
    ...castNames.map(async (name) => storyActor(name, await open(name))),
    ...listCustomers(portalCount, castNames.length).map(async (customer) =>
      customerActor(customer, await open(customer.name)),
    ),
  ]);
  const portals = Object.fromEntries(actors.map(({ name, portal }) => [name, portal])) as Record<
    CastName,
    SandboxPortal
  >;
  await openScene(actors, clock());
  let lost: WireRecord | undefined;

  const healAll = async (): Promise<void> => {
    await Promise.all(actors.map(({ portal }) => heal(portal)));
  };
  const close = async (): Promise<void> => {
    await Promise.all(actors.map(({ portal }) => portal.close()));
  };
  return {
    portals,
    list: actors,
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
    healAll,
    async liveNight(from) {
      for (const { portal } of actors) liveOn(portal.state, from, clock());
      lost ??= loseBackup(portals.design.state);
      const away = castNames.map((name) => portals[name]).filter((portal) => !portal.isUp);
      await Promise.all(away.map((portal) => portal.comeBack()));
      if (away.length === 0) await portals.field.goDown();
    },
    get hasTemporary() {
      return actors.some(({ portal }) =>
        portal.state.ownBackups.some(({ expiresOn }) => expiresOn !== neverStamp),
      );
    },
    async makeAllWell() {
      await healAll();
      if (lost !== undefined) restoreBackup(portals.design.state, lost);
      lost = undefined;
      for (const { portal } of actors) {
        if (portal.state.schedule === undefined)
          addBackup(portal, { createdAt: clock(), storage: 'Documents' });
      }
    },
    startOver: () => {
      lost = undefined;
      return openScene(actors, clock());
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A member, and what it does in the opening scene. */
interface Actor extends CastMember {
  readonly isDown: boolean;
  readonly scene: (now: Date) => Partial<PortalState>;
}

function storyActor(name: CastName, portal: SandboxPortal): Actor {
  return {
    ...{ name, portal, group: undefined, dumps: name === 'design' },
    ...{ isDown: name === 'field', scene: scenes[name] },
  };
}

function customerActor({ name, number, group, condition }: Customer, portal: SandboxPortal): Actor {
  const scene = (now: Date) => customerScenes[condition](now, { alias: name, number });
  return { name, portal, group, dumps: false, isDown: condition === 'down', scene };
}

/** A key of the real form, `sk-` and 64 hex digits. It opens nothing but the sandbox. */
function keyOf(name: string): string {
  return `sk-${createHash('sha256').update(`sandbox ${name}`).digest('hex')}`;
}

async function openScene(actors: readonly Actor[], now: Date): Promise<void> {
  for (const { portal, scene } of actors) {
    portal.reset();
    Object.assign(portal.state, scene(now));
  }
  await Promise.all(actors.map(({ portal, isDown }) => (isDown ? portal.goDown() : portal.comeBack())));
}

async function heal(portal: SandboxPortal): Promise<void> {
  portal.misbehave(undefined);
  portal.setLatency(0);
  Object.assign(portal.state, soundPortal());
  await portal.comeBack();
}

function addBackup({ state }: SandboxPortal, facts: { createdAt: Date; storage: StorageName }): void {
  state.ownBackups.push(backupRecord({ ...facts, alias: state.alias, id: randomUUID() }));
}
