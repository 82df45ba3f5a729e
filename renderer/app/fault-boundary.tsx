/** Keeps a fault of one page to that page: it says what happened, and the rest of the window goes on. */

import { Component, type ReactNode } from 'react';
import { Failed } from '../components/placeholder.tsx';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

interface FaultBoundaryState {
  readonly fault: Error | undefined;
}

export class FaultBoundary extends Component<FaultBoundaryProps, FaultBoundaryState> {
  override state: FaultBoundaryState = { fault: undefined };

  static getDerivedStateFromError(fault: Error): FaultBoundaryState {
    return { fault };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    return <Failed text={`cannot show this page because of a fault in the console: ${fault.message}`} onRetry={() => this.setState({ fault: undefined })} />;
  }
}
