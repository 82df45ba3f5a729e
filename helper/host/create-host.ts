/** Puts the real host together from its adapters. */

import { fail } from '../../contract/errors.ts';
import type { IntentJournal } from '../journal/intent-journal.ts';
import type { Log } from '../log.ts';
import { createConsoles } from './console/console.ts';
import type { ActivityFeed, Host } from './host.ts';

export interface HostOptions {
  readonly activity: ActivityFeed;
  readonly intents: IntentJournal;
  readonly log: Log;
  readonly version: string;
  /** The helper's own folder. */
  readonly statePath: string;
}

export function createHost({ activity, log }: HostOptions): Host {
  return {
    info: absent,
    images: absent,
    containers: {
      list: absent,
      watch: absentStream,
      create: absentStream,
      start: absent,
      stop: absent,
      restart: absent,
      freeze: absent,
      unfreeze: absent,
      configure: absent,
      remove: absent,
      attachTarget: absent,
    },
    samples: { watch: absentStream },
    denials: { query: absent, watch: absentStream },
    consoles: createConsoles({ log }),
    activity,
  };
}

async function absent(): Promise<never> {
  fail('lxc-unavailable', { reason: 'this build of the helper has no adapter for it' });
}

// eslint-disable-next-line require-yield
async function* absentStream(): AsyncGenerator<never, never, undefined> {
  return absent();
}
