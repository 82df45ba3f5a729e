// SPDX-License-Identifier: Apache-2.0
/**
 * What can be done to a container that Bulkhead manages, and which engine cannot do it, with the reason. The helper
 * requires a capability before it acts, clients ask for it before they offer the act, and the table of the guide is
 * generated from it. What is not in the table (start, stop, freeze, limits, remove) every engine can do.
 */

import { say, type Words } from '../../text.ts';
import type { Engine } from './engine.ts';

interface Declared {
  /** Names it in the table of the guide. */
  readonly label: string;
  /** Continues `cannot do this to the container web:`, and says what to do instead. */
  readonly lacking: Readonly<Partial<Record<Engine, Words>>>;
}

export const capabilities = {
  files: { label: 'files of its root, listed, read and changed', lacking: {} },
  health: { label: 'health: failed units, ports, updates', lacking: {} },
  journal: { label: 'its journal', lacking: {} },
  'engine-logs': {
    label: 'its console and what LXC said of its start, as logs',
    lacking: { incus: say('Incus keeps these logs; read them there (incus info --show-log)') },
  },
  'isolation-test': { label: 'the test of isolation in a container in use', lacking: {} },
  adoption: { label: 'adoption, and the way back', lacking: {} },
  export: { label: 'export as one file', lacking: {} },
  'snapshot-export': {
    label: 'export of a snapshot',
    lacking: { incus: say('Incus mounts no snapshot; clone it, and export the clone') },
  },
  'snapshot-schedule': {
    label: 'snapshots by a schedule',
    lacking: { incus: say('Incus has schedules of its own; set snapshots.schedule there (incus config set)') },
  },
  'snapshot-at-once': {
    label: 'snapshots at one moment, without freezing it',
    lacking: { lxc: say('its layer is copied, and it is frozen meanwhile') },
  },
  layer: {
    label: 'files as a layer above an image: clones with all choices, `apply`, images made of it',
    lacking: {
      incus: say(
        'it has a root of its own and no layer above an image; clone it as an instance, or export and import it',
      ),
    },
  },
  'own-domain': { label: 'a domain of its own', lacking: {} },
  'confine-running': {
    label: 'another confinement while it runs, from its next start',
    lacking: { incus: say('its files get the type of the domain by the next mount of their volume; stop it first') },
  },
  learning: {
    label: 'learning',
    lacking: { incus: say('it cannot learn; choose a domain of its own, and allow what it is denied') },
  },
  'new-categories': {
    label: 'other categories, and a root that is mounted again, by the audit',
    lacking: { incus: say('its context is a key of Incus; change it there with the commands of the audit') },
  },
  'label-check': {
    label: 'labels compared with those that its files should have',
    lacking: { incus: say('its files are labelled by the mount of their volume, or before each start') },
  },
  volumes: {
    label: 'folders of the host as volumes',
    lacking: { incus: say('Incus mounts its disks; add one there (incus config device add)') },
  },
  'published-ports': {
    label: 'published ports',
    lacking: {
      incus: say('Incus publishes its ports; add a device of the type proxy there (incus config device add)'),
    },
  },
  links: {
    label: 'links to other containers',
    lacking: { incus: say('its network is that of Incus; use its rules (incus network acl)') },
  },
  'network-change': {
    label: 'another network',
    lacking: { incus: say('its network is that of Incus; change its device there (incus config device)') },
  },
  settings: {
    label: 'settings: host name, environment, start with the host and others',
    lacking: { incus: say('Incus has its configuration; change it there (incus config edit)') },
  },
  tags: {
    label: 'tags',
    lacking: { incus: say('Incus has its configuration; give it keys of your own there (incus config set user.KEY)') },
  },
  rename: {
    label: 'another name',
    lacking: { incus: say('Incus has its name; clone it under the other name') },
  },
  move: {
    label: 'a move to another member of a cluster',
    lacking: { lxc: say('it belongs to one host; copy it to the other one (bulkheadctl copy)') },
  },
} as const satisfies Readonly<Record<string, Declared>>;

export type Capability = keyof typeof capabilities;

/** Says why the engine of a container lacks the capability; undefined where it has it. */
export function whyEngineCannot({ engine }: { readonly engine: Engine }, capability: Capability): Words | undefined {
  const { lacking }: Declared = capabilities[capability];
  return lacking[engine];
}

/** Says whether the engine of a container has the capability. */
export function canEngine(container: { readonly engine: Engine }, capability: Capability): boolean {
  return whyEngineCannot(container, capability) === undefined;
}
