// SPDX-License-Identifier: Apache-2.0
/** The graph of flows; that of very many is made between frames, and the one before is shown until it is done. */

import { useEffect, useMemo, useState } from 'react';
import type { DenialFlow } from '../model/denial-flows.ts';
import { denialGraph, type DenialGraph, denialGraphSteps, type GraphOptions } from './denial-graph.ts';
import { doInTurns } from '../../../lib/steps.ts';

/** Limits how many flows are drawn within a frame. */
const few = 1500;
const pace = { workMs: 5, restMs: 12 };

/** `options` is the same object as long as it says the same. */
export function useDenialGraph(flows: readonly DenialFlow[], options: GraphOptions): DenialGraph {
  const small = useMemo(() => (flows.length <= few ? denialGraph(flows, options) : undefined), [flows, options]);
  const [large, setLarge] = useState<DenialGraph>(() => small ?? denialGraph(flows, options));
  useEffect(() => {
    if (flows.length > few) return doInTurns(denialGraphSteps(flows, options), setLarge, pace);
    return undefined;
  }, [flows, options]);
  return small ?? large;
}
