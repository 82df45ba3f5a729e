// SPDX-License-Identifier: Apache-2.0
/** A context explained, a line for each part. */

import { explainContext } from './context-labels.ts';

interface ContextLinesProps {
  readonly context: string;
  /** Other containers that hold the same categories: then they are not kept apart. */
  readonly sharedWith?: readonly string[];
}

export function ContextLines({ context, sharedWith = [] }: ContextLinesProps) {
  return (
    <dl className="context-lines">
      {explainContext(context, sharedWith).map((line) => (
        <div key={line.part} style={{ display: 'contents' }}>
          <dt>{line.part}</dt>
          <dd className="mono">{line.value}</dd>
          <dd className="muted">{line.meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
