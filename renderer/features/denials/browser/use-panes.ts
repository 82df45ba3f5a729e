// SPDX-License-Identifier: Apache-2.0
/** Says which panes of the denials stand side by side, and which one is shown where there is room for one only. */

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

type DenialPane = 'causes' | 'picture' | 'events';

export interface Panes {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly isWide: boolean;
  readonly pane: DenialPane;
  readonly setPane: (pane: DenialPane) => void;
}

/** What a list and a picture that can be read need beside each other. */
const wideFrom = 1150;

export function usePanes(): Panes {
  const ref = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(true);
  const [pane, setPane] = useState<DenialPane>('causes');
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWide(element.clientWidth >= wideFrom));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, isWide, pane, setPane };
}
