// SPDX-License-Identifier: Apache-2.0
/** Denials as marks on the time axis of charts. */

import { useMemo } from 'react';
import { eventSentence, sentenceText } from './model/denial-sentence.ts';
import { formatClock } from '../../lib/moments.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { useContainerList } from '../containers/context/category-owners.ts';
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

/** Marks of these containers, or of all; the list has to stay the same one. */
export function useDenialMarks(containers: readonly string[] | undefined): readonly Mark[] {
  const events = useDenials((state) => state.events);
  const owners = useContainerList();
  return useMemo(
    () =>
      events
        .filter(({ container }) => containers?.includes(container ?? '') !== false)
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
    [events, owners, containers],
  );
}
