// SPDX-License-Identifier: Apache-2.0
/** The logs of containers: their journal, their console, and LXC's words about their last start. */

import type { HandlersOf } from '../../server/feature.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import type { Consoles } from '../consoles/ports.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { readFiles } from './files/read-files.ts';
import { readJournal } from './journal/read-journal.ts';

export interface LogsFeature {
  readonly handlers: HandlersOf<'log.read'>;
}

export interface LogsFeatureOptions {
  readonly containers: Pick<Containers, 'attachTarget' | 'require'>;
  readonly consoles: Pick<Consoles, 'open'>;
  readonly places: HostPlaces;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export function createLogsFeature({ containers, consoles, places, now }: LogsFeatureOptions): LogsFeature {
  return {
    handlers: {
      async *'log.read'(params, { caller, signal }) {
        const { name, source } = params;
        await containers.require(name, { can: source === 'journal' ? 'journal' : 'engine-logs', isManaged: true });
        const { consoleLog, startLog } = containerPlaces(places, name);
        if (source === 'journal')
          yield* readJournal({ ...params, uid: caller.identity.uid }, { containers, consoles, now }, signal);
        else
          yield* readFiles({ ...params, source }, { path: source === 'console' ? consoleLog : startLog, now }, signal);
        return {};
      },
    },
  };
}
