import { Component, type ReactNode } from 'react';
import { asObjects, isJsonObject, type JsonObject } from '../../../slack/json.ts';
import { BlockText } from './block-text.tsx';
import { ElementView } from './element-view.tsx';
import { InputView } from './input-view.tsx';
import { LibraryBlock } from './library-block.tsx';
import { prepareBlock } from './prepare-block.ts';
import { TextView } from './text-view.tsx';

/**
 * A message's blocks. A block that cannot be drawn is shown as text. Keys are positions, so that a pressed button keeps
 * the focus when the message is replaced; inputs keep what was entered wherever they move.
 */
export function BlocksView({ blocks }: { readonly blocks: readonly JsonObject[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <BlockBoundary key={keyOf(block, index)} fallback={<BlockText block={block} />}>
          <BlockView block={block} />
        </BlockBoundary>
      ))}
    </div>
  );
}

function keyOf({ type, block_id: id }: JsonObject, index: number): string {
  return type === 'input' ? `input ${String(id)}` : `${index} ${String(type)}`;
}

function BlockView({ block }: { readonly block: JsonObject }) {
  switch (block['type']) {
    case 'header':
      return (
        <h3 className="block-header">
          <TextView object={block['text']} />
        </h3>
      );
    case 'section':
      return <SectionView block={block} />;
    case 'context':
      return <ContextView block={block} />;
    case 'actions':
      return <ActionsView block={block} />;
    case 'input':
      return <InputView block={block} />;
    default:
      return <OtherView block={block} />;
  }
}

function SectionView({ block }: { readonly block: JsonObject }) {
  const { text, accessory } = block;
  const fields = asObjects(block['fields']);
  return (
    <div className="block-section">
      <div className="block-section-text">
        <TextView object={text} />
        {fields.length > 0 && (
          <div className="block-fields">
            {fields.map((field) => (
              <div key={JSON.stringify(field)}>
                <TextView object={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isJsonObject(accessory) && <ElementView element={accessory} blockId={String(block['block_id'])} />}
    </div>
  );
}

function ContextView({ block }: { readonly block: JsonObject }) {
  return (
    <div className="block-context">
      {asObjects(block['elements']).map((element) =>
        element['type'] === 'image' ? (
          <span key={JSON.stringify(element)}>{String(element['alt_text'])}</span>
        ) : (
          <div key={JSON.stringify(element)}>
            <TextView object={element} />
          </div>
        ),
      )}
    </div>
  );
}

function ActionsView({ block }: { readonly block: JsonObject }) {
  return (
    <div className="block-actions">
      {asObjects(block['elements']).map((element) => (
        <ElementView
          key={String(element['action_id'])}
          element={element}
          blockId={String(block['block_id'])}
        />
      ))}
    </div>
  );
}

function OtherView({ block }: { readonly block: JsonObject }) {
  const prepared = prepareBlock(block);
  if (prepared === undefined) return <BlockText block={block} />;
  if (prepared['type'] !== 'table') return <LibraryBlock block={prepared} />;
  const caption = typeof block['caption'] === 'string' ? block['caption'] : undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by keyboard too
    <figure className="block-table" aria-label={caption ?? 'Table'} tabIndex={0}>
      {caption !== undefined && <figcaption className="muted">{caption}</figcaption>}
      <LibraryBlock block={prepared} />
    </figure>
  );
}

interface BoundaryProps {
  /** Shown when the children cannot be drawn. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Shows the fallback when a block throws, so that the rest of the page stays. */
class BlockBoundary extends Component<BoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
