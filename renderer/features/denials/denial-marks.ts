// SPDX-License-Identifier: Apache-2.0
/** Denials as marks on the time axis of charts. */

import { useMemo } from 'react';
import { eventSentence, sentenceText } from './model/denial-sentence.ts';
import { formatClock } from '../../lib/moments.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { useContainerList } from '../containers/category-owners.ts';
import { eventKey, useDenials } from './denials.ts';
import { openDenial } from './drawer.ts';

/** What a chart needs of a mark; see components/chart/chart-marks.tsx. */
interface Mark {
  readonly key: string;
  readonly time: number;
  readonly kind: 'denial' | 'logged';
  readonly label: string;
  readonly onOpen: () => void;
}

/** Marks of one container, or of all. */
export function useDenialMarks(container: string | undefined): readonly Mark[] {
  const events = useDenials((state) => state.events);
  const owners = useContainerList();
  return useMemo(
    () =>
      events
        .filter((event) => container === undefined || event.container === container)
        .slice(-300)
        .map((event): Mark => {
          const key = eventKey(event);
          return {
            key,
            time: event.time,
            kind: event.permissive === true ? 'logged' : 'denial',
            label: `${formatClock(event.time)} ${visibleText(sentenceText(eventSentence(event, owners)))}`,
            onOpen: () => openDenial(key),
          };
        }),
    [events, owners, container],
  );
}
