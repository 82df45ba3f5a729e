// SPDX-License-Identifier: Apache-2.0
/**
 * Shows one tooltip for many small buttons with `data-tip`: where hundreds of rows come and go, one for each button
 * would cost more than the rows themselves.
 */

import type { ReactNode } from 'react';
import { useTips } from './use-tips.tsx';

export function TipArea({ children }: { readonly children: ReactNode }) {
  const { handlers, tip } = useTips();
  return (
    <div style={{ display: 'contents' }} {...handlers}>
      {children}
      {tip}
    </div>
  );
}
