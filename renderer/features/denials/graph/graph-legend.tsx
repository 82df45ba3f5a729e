// SPDX-License-Identifier: Apache-2.0
/** What the signs of the picture mean. */

import { VerdictMark } from './verdict-mark.tsx';

export function GraphLegend() {
  return (
    <ul className="picture-legend" aria-label="Legend">
      <li>
        <Sign>
          <path d="M1 10H14" className="way" />
          <VerdictMark tone="isolation" x={15} y={10} height={4} />
        </Sign>
        blocked by container isolation
      </li>
      <li>
        <Sign>
          <path d="M1 10H14" className="way" />
          <VerdictMark tone="policy" x={15} y={10} height={4} />
        </Sign>
        blocked: no rule allows it
      </li>
      <li>
        <Sign>
          <path d="M1 10H14" className="way" />
          <VerdictMark tone="unknown" x={15} y={10} height={4} />
        </Sign>
        blocked, reason unknown
      </li>
      <li>
        <Sign>
          <path d="M1 10H25" className="way" />
          <path d="M1 10H25" className="noted" />
        </Sign>
        logged, not blocked
      </li>
      <li className="faint">wider band = more denials (log scale)</li>
    </ul>
  );
}

function Sign({ children }: { readonly children: React.ReactNode }) {
  return (
    <svg width="26" height="20" aria-hidden="true">
      {children}
    </svg>
  );
}
