import { useEffect } from 'react';
import type { PageReply } from '../page-server/page-wire.ts';
import type { Tab } from './use-channel.ts';

interface Props {
  readonly tab: Tab;
  readonly title: string;
  readonly onTab: (tab: Tab) => void;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

const tabs: readonly { readonly id: Tab; readonly label: string }[] = [
  { id: 'home', label: 'Home' },
  { id: 'messages', label: 'Messages' },
];

/** The id of the panel that the tabs switch. */
export const panelId = 'tab-panel';

/** The tabs of the app's own conversation. The app is told of each that is opened. Arrow keys move between them. */
export function AppTabs({ tab, title, onTab, send }: Props) {
  useEffect(() => {
    void send('/api/tab', { tab });
  }, [tab, send]);
  const other: Tab = tab === 'home' ? 'messages' : 'home';
  return (
    <div className="tabs" role="tablist" aria-label={title}>
      {tabs.map(({ id, label }) => (
        <button
          type="button"
          role="tab"
          key={id}
          id={`tab-${id}`}
          aria-selected={id === tab}
          aria-controls={panelId}
          tabIndex={id === tab ? 0 : -1}
          onClick={() => onTab(id)}
          onKeyDown={({ key }) => {
            if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
            onTab(other);
            document.getElementById(`tab-${other}`)?.focus();
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
