// SPDX-License-Identifier: Apache-2.0
/**
 * What can be done to a container that Bulkhead manages, and which engine cannot do it, with the reason. The helper
 * requires a capability before it acts, clients ask for it before they offer the act, and the table of the guide is
 * generated from it. What is not in the table (start, stop, freeze, limits, remove) every engine can do.
 */

import { say, type Words } from '../../text.ts';
import type { Engine } from './engine.ts';

/** Says of engines why they lack it. The words continue `cannot do this to the container web:`, with what to do. */
type Lacking = Readonly<Partial<Record<Engine, Words>>>;

export const capabilities = {
  files: {},
  health: {},
  journal: {},
  'engine-logs': { incus: say('Incus keeps these logs; read them there (incus info --show-log)') },
  'isolation-test': {},
  adoption: {},
  export: {},
  'snapshot-export': { incus: say('Incus mounts no snapshot; clone it, and export the clone') },
  'snapshot-schedule': {
    incus: say('Incus has schedules of its own; set snapshots.schedule there (incus config set)'),
  },
  'snapshot-at-once': { lxc: say('its layer is copied, and it is frozen meanwhile') },
  layer: {
    incus: say(
      'it has a root of its own and no layer above an image; clone it as an instance, or export and import it',
    ),
  },
  'own-domain': {},
  'confine-running': {
    incus: say('its files get the type of the domain by the next mount of their volume; stop it first'),
  },
  learning: { incus: say('it cannot learn; give it its own domain, and allow what it is denied') },
  'new-categories': { incus: say('its context is a key of Incus; change it there with the commands of the audit') },
  'label-check': { incus: say('its files are labelled by the mount of their volume, or before each start') },
  volumes: { incus: say('Incus mounts its disks; add one there (incus config device add)') },
  'published-ports': {
    incus: say('Incus publishes its ports; add a device of the type proxy there (incus config device add)'),
  },
  links: { incus: say('its network is that of Incus; use its rules (incus network acl)') },
  'network-change': { incus: say('its network is that of Incus; change its device there (incus config device)') },
  settings: { incus: say('Incus has its configuration; change it there (incus config edit)') },
  tags: { incus: say('Incus has its configuration; give it keys of your own there (incus config set user.KEY)') },
  rename: { incus: say('Incus has its name; clone it under the other name') },
  move: { lxc: say('it belongs to one host; copy it to the other one (bulkheadctl copy)') },
} as const satisfies Readonly<Record<string, Lacking>>;

export type Capability = keyof typeof capabilities;

/** Says why the engine of a container lacks the capability; undefined where it has it. */
export function whyEngineCannot({ engine }: { readonly engine: Engine }, capability: Capability): Words | undefined {
  const lacking: Lacking = capabilities[capability];
  return lacking[engine];
}

/** Says whether the engine of a container has the capability. */
export function canEngine(container: { readonly engine: Engine }, capability: Capability): boolean {
  return whyEngineCannot(container, capability) === undefined;
}
