// SPDX-License-Identifier: Apache-2.0
/**
 * What was set on this host beside its distribution's policy, from where libsemanage keeps it; and which of it Bulkhead
 * did, from its own record of changes.
 */

import { join } from 'node:path';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { GivenChange } from '../../../contract/model/policy/change.ts';
import type { GivenLocalChange, GivenLocalModule } from '../../../contract/model/policy/local-change.ts';
import { say } from '../../../contract/text.ts';
import { booleanCommand, portCommand } from '../../../sepolicy/host-commands.ts';
import { ownerOfPolicyName, policyNames } from '../../../sepolicy/own-domain/names.ts';
import type { ReadModuleListing, StoreModule } from '../../selinux/policy/module-listing.ts';
import {
  booleanRecordOf,
  equivalenceRecordOf,
  fileContextRecordOf,
  type PortRecord,
  portRecordOf,
} from '../../selinux/policy/semanage-records.ts';
import { readRecordLines } from '../../selinux/policy/semanage-store.ts';
import type { Semodule } from '../../selinux/policy/semodule.ts';
import { shippedModuleNames } from '../../selinux/policy/shipped-modules.ts';
import type { HandlersOf } from '../../server/feature.ts';

export interface LocalChangesOptions {
  readonly containers: (signal: AbortSignal) => Promise<readonly Container[]>;
  readonly listing: ReadModuleListing;
  readonly sources: Semodule['sources'];
  /** Changes that Bulkhead made and that are in force. */
  readonly applied: () => readonly GivenChange[];
  /** The folder of the policy's store, and the folder with the policy's configuration. */
  readonly folders: () => { readonly store: string; readonly configuration: string };
}

/** The distribution's own modules are at the first; an administrator's are at that of `semodule`, or above. */
const priorities = { policy: 100, administrator: 400 } as const;
const shipped: ReadonlySet<string> = new Set(shippedModuleNames);
/** `semanage permissive -a TYPE` makes a module of this name. */
const permissiveModule = /^permissive_(\w+)$/;
/** The text of a larger one is left out. */
const longestSource = 256 * 1024;

export function createLocalChanges(host: LocalChangesOptions): HandlersOf<'policy.local'> {
  return {
    async 'policy.local'({ withSources }, { signal }) {
      const modules = await modulesOf(host, signal);
      return {
        changes: [
          ...(withSources ? await withSource(host, modules, signal) : modules),
          ...listRecords(host.folders(), host.applied()),
        ],
      };
    },
  };
}

async function modulesOf(
  { listing, containers }: LocalChangesOptions,
  signal: AbortSignal,
): Promise<readonly GivenLocalChange[]> {
  const all =
    (await listing(signal)) ??
    fail('policy-unavailable', {
      reason: say(
        'the modules of the host cannot be listed; see journalctl -u bulkhead-policy, or run bulkheadctl doctor',
      ),
    });
  const owners = new Map(
    (await containers(signal)).flatMap(({ name, domain }) =>
      [name, ownerOfPolicyName(domain ?? '') ?? name].map((owner) => [policyNames(owner).module, name] as const),
    ),
  );
  return all
    .filter(({ priority, isDisabled }) => priority !== priorities.policy || isDisabled)
    .map((module) => {
      const type = permissiveModule.exec(module.name)?.[1];
      return type === undefined || module.isDisabled
        ? localModule(module, owners.get(module.name) ?? null)
        : { kind: 'permissive', type, change: null };
    });
}

async function withSource(
  { sources }: LocalChangesOptions,
  changes: readonly GivenLocalChange[],
  signal: AbortSignal,
): Promise<readonly GivenLocalChange[]> {
  const asked = changes.filter((change) => change.kind === 'module').filter(hasText);
  if (asked.length === 0) return changes;
  const texts = await sources(
    asked.map(({ name }) => name),
    signal,
  );
  return changes.map((change) => {
    const source = change.kind === 'module' && hasText(change) ? texts.get(change.name) : undefined;
    return source === undefined || source.length > longestSource ? change : { ...change, source };
  });
}

/** Lists what libsemanage keeps beside the modules. `made` are the changes of Bulkhead that are in force. */
function listRecords(
  { store, configuration }: ReturnType<LocalChangesOptions['folders']>,
  made: readonly GivenChange[],
): readonly GivenLocalChange[] {
  return [
    ...recordsIn(join(store, 'active/ports.local'), (line) => {
      const port = portRecordOf(line);
      return port && { kind: 'port', ...port, change: portChange(made, port) };
    }),
    ...recordsIn(join(store, 'active/file_contexts.local'), (line) => {
      const record = fileContextRecordOf(line);
      return record && { kind: 'file-context', ...record, change: null };
    }),
    ...recordsIn(join(configuration, 'contexts/files/file_contexts.subs'), (line) => {
      const record = equivalenceRecordOf(line);
      return record && { kind: 'equivalence', ...record, change: null };
    }),
    ...recordsIn(join(store, 'active/booleans.local'), (line) => {
      const record = booleanRecordOf(line);
      return (
        record && {
          kind: 'boolean',
          ...record,
          change: madeBy(made, 'boolean', booleanCommand(record.name, record.isOn)),
        }
      );
    }),
  ];
}

function recordsIn(path: string, read: (line: string) => GivenLocalChange | undefined): readonly GivenLocalChange[] {
  return readRecordLines(path).map((line) => read(line) ?? { kind: 'other', file: path, line, change: null });
}

function localModule({ name, priority, isDisabled }: StoreModule, container: string | null): GivenLocalModule {
  const origin = originOf({ name, priority }, container);
  return { kind: 'module', name, priority, isDisabled, origin, container, source: null, change: null };
}

function originOf({ name, priority }: Pick<StoreModule, 'name' | 'priority'>, container: string | null) {
  if (shipped.has(name)) return 'bulkhead';
  if (container !== null) return 'container';
  return priority < priorities.administrator ? 'package' : 'administrator';
}

function hasText({ origin, isDisabled }: GivenLocalModule): boolean {
  return origin === 'administrator' && !isDisabled;
}

/** The commands that Bulkhead records for what it did are exact. */
function madeBy(applied: readonly GivenChange[], kind: GivenChange['kind'], command: string): GivenChange | null {
  return applied.findLast((one) => one.kind === kind && one.change[0] === command) ?? null;
}

/** Bulkhead labels single ports only. */
function portChange(applied: readonly GivenChange[], { type, protocol, low, high }: PortRecord): GivenChange | null {
  return low === high ? madeBy(applied, 'port-label', portCommand(type, protocol, low)) : null;
}
