import { composerId } from './composer.tsx';
import { messagesId } from './message-list.tsx';

/** The first Tab stops of the page: past channels and header, to what a reader came for. */
export function SkipLinks({ hasComposer }: { readonly hasComposer: boolean }) {
  return (
    <div className="skip-links">
      <SkipLink to={messagesId}>Skip to the messages</SkipLink>
      {hasComposer && <SkipLink to={composerId}>Skip to the message field</SkipLink>}
    </div>
  );
}

/** The part of the address after `#` is the channel, so the link moves the focus itself. */
function SkipLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <a
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(to)?.focus();
      }}
    >
      {children}
    </a>
  );
}
