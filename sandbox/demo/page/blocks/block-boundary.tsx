import { Component, type ReactNode } from 'react';

interface Props {
  /** Shown when the children cannot be drawn. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps a block that cannot be drawn from taking the page with it. */
export class BlockBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
