import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Message } from './message.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | undefined;
}

/** Shows what can be done where a part of the page failed, instead of an empty page. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Message icon="warning" title="This page failed" tone="bad" isAlert>
        <p>{error.message}</p>
        <p>After an update of the server the page has to be loaded anew.</p>
        <Button onClick={() => window.location.reload()} icon="refresh">
          Load the page again
        </Button>
      </Message>
    );
  }
}
