// SPDX-License-Identifier: Apache-2.0
/** Keeps a fault of one part of the window to that part: it says what happened, and the rest of the window goes on. */

import { Component, type ReactNode } from 'react';
import { Failed } from '../ui/placeholder.tsx';
import { PartLoadError } from '../ui/part.tsx';
import { sentenceOf } from '../lib/sentence.ts';
import { t } from '../lib/language/t.ts';

export interface Fault {
  /** Says in a sentence for the person what happened. */
  readonly text: string;
  readonly retry: () => void;
}

interface FaultBoundaryProps {
  /** What is inside, as in "cannot show this page". */
  readonly what: 'page' | 'drawer' | 'dialog' | 'help' | 'bar';
  readonly children: ReactNode;
  /** What is shown in its place; a panel with the fault when left out. */
  readonly renderFault?: (fault: Fault) => ReactNode;
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
    const { what, children, renderFault = renderPanel } = this.props;
    if (fault === undefined) return children;
    return renderFault({
      text: sentenceOf(
        t(
          'cannot show this {what, select, page {page} drawer {drawer} dialog {dialog} help {help} other {bar}} ' +
            'because of a fault in the console: {message}',
          { what, message: fault.message },
        ),
      ),
      retry: () => (fault instanceof PartLoadError ? window.location.reload() : this.setState({ fault: undefined })),
    });
  }
}

function renderPanel({ text, retry }: Fault): ReactNode {
  return <Failed text={text} onRetry={retry} />;
}
