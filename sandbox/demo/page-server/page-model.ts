import { connect } from 'node:net';
import type { Cast, CastMember } from '../../cast.ts';
import type { SlackChange } from '../../slack/slack-change.ts';
import type { SandboxSlack } from '../../slack/slack-server.ts';
import type { StoredMessage, StoredView } from '../../slack/stored-message.ts';
import type { StoredChannel } from '../../slack/workspace.ts';
import type { AppManifest } from '../app-manifest.ts';
import type { BotKeeper } from '../bot-keeper.ts';
import type { DemoClock } from '../demo-clock.ts';
import { digestChannelId, opsChannelId, viewerId } from '../demo-workspace.ts';
import type { StageRunner } from '../run-stage.ts';
import { stageGroups } from '../stage.ts';
import type { StageAction } from '../stage-action.ts';
import { story } from '../story.ts';
import { isOfViewer, isVisible } from '../visible.ts';
import { measureOutage } from './measure-outage.ts';
import { pageMessage } from './page-message.ts';
import type {
  PageChange,
  PageChannel,
  PageOutage,
  PagePortal,
  PageStageAction,
  PageState,
  PageView,
} from './page-wire.ts';

export interface PageModel {
  /** Everything that the viewer may see now. */
  state(): PageState;
  /** Checks the portals again and reports their states. */
  lookAtPortals(): Promise<void>;
}

export interface ModelParts {
  readonly slack: SandboxSlack;
  readonly cast: Cast;
  readonly bot: BotKeeper;
  readonly stage: StageRunner;
  readonly app: AppManifest;
  readonly clock: DemoClock;
}

/** The page's view of the sandbox. Calls `tell` with every change. */
export function createPageModel(
  { slack, cast, bot, stage, app, clock }: ModelParts,
  tell: (change: PageChange) => void,
): PageModel {
  const { store, workspace } = slack;
  let portals: readonly PagePortal[] = [];
  let outage: PageOutage | undefined;

  slack.onChange((change) => {
    const seen = pageChange(slack, change, stage.isPlaying);
    if (seen !== undefined) tell(seen);
  });
  const lastOutage = () => (outage === undefined ? {} : { outage });
  stage.onPlayed((played) => tell({ kind: 'played', played }));
  clock.onMoved((clockAheadMs) => tell({ kind: 'clock', clockAheadMs }));
  bot.onState((state) => {
    outage = measureOutage(outage, state, clock.now());
    tell({ kind: 'bot', bot: state, ...lastOutage() });
  });

  return {
    state: () => ({
      ...{ teamName: workspace.teamName, appName: workspace.appName, botUserId: workspace.botUserId },
      ...{
        viewerId,
        firstChannelId: digestChannelId,
        askChannelId: opsChannelId,
        portals,
        clockAheadMs: clock.aheadMs,
        bot: bot.state,
        ...lastOutage(),
      },
      channels: store.channels.filter(isOfViewer).map((channel) => pageChannel(channel, workspace.appName)),
      users: store.users.map(({ id, name, realName, isBot }) => ({ id, name, realName, isBot })),
      messages: store
        .messages()
        .filter((message) => isVisible(store, message))
        .map((message) => pageMessage(message, false)),
      // The workspace decides, whatever the manifest says.
      app: { ...app, homeTabEnabled: workspace.homeTabEnabled },
      modals: store.modals(viewerId).map(pageView),
      ...homeOf(store.home(viewerId)),
      played: stage.played,
      story: story.map(pageAction),
      stageGroups: stageGroups.map(({ title, actions }) => ({ title, actions: actions.map(pageAction) })),
    }),
    async lookAtPortals() {
      portals = await Promise.all(cast.list.map(lookAtPortal));
      tell({ kind: 'portals', portals });
    },
  };
}

/** The change as the viewer sees it, or `undefined` when it is not visible. */
function pageChange(slack: SandboxSlack, change: SlackChange, isOnStage: boolean): PageChange | undefined {
  if (change.kind === 'message-posted' || change.kind === 'message-updated') {
    if (!isVisible(slack.store, change.message)) return undefined;
    return {
      kind: 'message',
      message: pageMessage(change.message, isOnStage || isForViewer(change.message)),
    };
  }
  if (change.kind === 'message-deleted') {
    const { channelId, ts } = change.message;
    return { kind: 'message-deleted', channelId, ts };
  }
  if (change.kind === 'channel-changed') {
    if (!isOfViewer(change.channel)) return undefined;
    return { kind: 'channel', channel: pageChannel(change.channel, slack.workspace.appName) };
  }
  if (change.kind === 'channel-removed') return change;
  if (change.kind === 'home-published' && change.view.userId === viewerId)
    return { kind: 'home', home: pageView(change.view) };
  if (change.kind !== 'modals-changed' || change.userId !== viewerId) return undefined;
  return { kind: 'modals', modals: change.views.map(pageView) };
}

function isForViewer({ userId, ephemeralTo, commandEcho }: StoredMessage): boolean {
  return userId === viewerId || ephemeralTo !== undefined || commandEcho !== undefined;
}

function pageChannel(
  { id, name, isPrivate, isArchived, isMember, directWith }: StoredChannel,
  appName: string,
): PageChannel {
  const isDirect = directWith !== undefined;
  return { id, name: isDirect ? appName : name, isDirect, isPrivate, isArchived, isMember };
}

function homeOf(view: StoredView | undefined): Pick<PageState, 'home'> {
  return view === undefined ? {} : { home: pageView(view) };
}

function pageView({ id, content, errors }: StoredView): PageView {
  return { id, content, errors };
}

function pageAction({ id, label, hint, lookAt }: StageAction): PageStageAction {
  return { id, label, hint, ...(lookAt === undefined ? {} : { lookAt }) };
}

async function lookAtPortal({ name, group, portal }: CastMember): Promise<PagePortal> {
  const known = { name, ...(group === undefined ? {} : { group }) };
  if (!(await isListening(new URL(portal.url)))) return { ...known, state: 'down' };
  return { ...known, state: portal.state.keyRevoked ? 'key-refused' : 'up' };
}

function isListening({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
