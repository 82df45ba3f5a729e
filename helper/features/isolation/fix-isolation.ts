// SPDX-License-Identifier: Apache-2.0
/**
 * The helper's fixes of findings: other categories for a container, its root mounted again, a container without
 * isolation killed.
 * Each is written in the journal first. The configuration is replaced whole, and a root that was mounted for another
 * one is mounted again at the next start.
 */

import { randomInt } from 'node:crypto';
import { fail } from '../../../contract/errors.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { parseSecurityContext } from '../../../contract/model/contexts/parse-security-context.ts';
import { formatSecurityContext } from '../../../contract/model/contexts/format-security-context.ts';
import { say } from '../../../contract/text.ts';
import { createEnginesOnHost } from '../../engines/engines-on-host.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import {
  type ConfigurationLine,
  formatConfiguration,
  readConfiguration,
  valueOf,
} from '../../lxc/configuration-file.ts';
import { containerPlaces, type HostPlaces } from '../../lxc/places.ts';
import { unmountRoot } from '../../lxc/root-mounts.ts';
import { choosePair, levelOf } from '../../selinux/category-pairs.ts';
import { readEnforcement } from '../../selinux/enforcement.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import { writeDurably } from '../../system/files/write-durably.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { asDiskFull } from '../../system/files/disk-full.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

export interface IsolationFixes {
  reassignCategories(name: string): Promise<Container>;
  remountRoot(name: string): Promise<Container>;
  kill(name: string): Promise<Container>;
  /** Mounts again what a helper had begun when it crashed. Call before the containers recover. */
  recover(onTrouble: (name: string, error: unknown) => void): Promise<void>;
}

export interface FixHost {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'require' | 'list' | 'exclusively' | 'mount' | 'takenPairs'>;
}

/** Has what the functions of this file take. */
interface FixingHost extends FixHost {
  readonly engineOf: ReturnType<typeof createEnginesOnHost>;
}

export function createIsolationFixes(options: FixHost): IsolationFixes {
  const { places, intents, containers } = options;
  const host: FixingHost = { ...options, engineOf: createEnginesOnHost(places) };

  return {
    async reassignCategories(name) {
      if (readEnforcement() === undefined)
        fail('selinux-unavailable', { reason: say('the kernel of this host runs without SELinux') });
      await containers.exclusively(name, { reason: say('it is given other categories') }, async () => {
        await containers.require(name, { can: 'new-categories', isManaged: true, isStopped: true });
        await announced(host, name, async () => {
          const { before } = writeNewPair(host, name);
          try {
            await mountAgain(host, name);
          } catch (error) {
            writeDurably(containerPlaces(places, name).configuration, before, 0o600);
            throw error;
          }
        });
      });
      return containers.require(name, { can: 'new-categories' });
    },

    async remountRoot(name) {
      await containers.exclusively(name, { reason: say('its root is being mounted again') }, async () => {
        await containers.require(name, { can: 'new-categories', isManaged: true, isStopped: true });
        await announced(host, name, () => mountAgain(host, name));
      });
      return containers.require(name, { can: 'new-categories' });
    },

    async kill(name) {
      await containers.exclusively(name, { reason: say('it is being killed'), transition: 'stopping' }, () =>
        killAny(host, name),
      );
      return read(host, name);
    },

    async recover(onTrouble) {
      for (const { id, subject } of intents.leftOf('remount-root')) {
        try {
          await mountAgain(host, subject);
        } catch (error) {
          onTrouble(subject, error);
        }
        intents.release(id);
      }
    },
  };
}

async function mountAgain({ places, containers }: FixingHost, name: string): Promise<void> {
  await unmountRoot(name, containerPlaces(places, name));
  await containers.mount(name);
}

async function announced({ intents, places }: FixingHost, name: string, act: () => Promise<void>): Promise<void> {
  const intent = intents.begin({ kind: 'remount-root', subject: name, data: null });
  try {
    await act();
  } catch (error) {
    throw asDiskFull(error, places.state);
  } finally {
    intents.release(intent);
  }
}

/** The choice and the writing are one turn of the event loop, so that no other operation can choose the same pair. */
function writeNewPair(host: FixingHost, name: string): { readonly before: string } {
  const { places } = host;
  const own = containerPlaces(places, name);
  const lines = readConfiguration(own.configuration) ?? fail('container-not-found', { name });
  const before = formatConfiguration(lines);
  writeDurably(own.configuration, formatConfiguration(withLevel(lines, name, newLevel(host, name))), 0o600);
  return { before };
}

/** A level that no other configuration names, and that this container has not had. */
function newLevel({ containers }: FixingHost, name: string): string {
  return levelOf(
    choosePair(containers.takenPairs(), (n) => randomInt(n)) ??
      fail('container-failed', { name, reason: say('every pair of categories is taken') }),
  );
}

async function killAny(host: FixingHost, name: string): Promise<void> {
  const { engineOf } = host;
  const container = await read(host, name);
  if (container.initPid === null) fail('container-not-running', { name });
  await engineOf(container).kill(name);
}

async function read({ containers }: FixingHost, name: string): Promise<Container> {
  const all = await containers.list(neverAborts);
  return all.find((one) => one.name === name) ?? fail('container-not-found', { name });
}

/** The hook that labels /dev names the level too. */
function withLevel(lines: readonly ConfigurationLine[], name: string, level: string): readonly ConfigurationLine[] {
  const context = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '');
  if (context === undefined)
    fail('container-failed', {
      name,
      reason: say('its configuration names no lxc.selinux.context; restore it from a copy'),
    });
  const changed = formatSecurityContext({ ...context, level });
  if (!isContextKnown(changed))
    fail('selinux-unavailable', { reason: say('the loaded policy does not know {changed}', { changed }) });
  return lines.map((line) => {
    if (line.key === 'lxc.selinux.context') return { key: line.key, value: changed };
    if (line.key === 'lxc.hook.autodev')
      return {
        key: line.key,
        value: line.value.replace(
          /^(\/usr\/bin\/chcon [a-z0-9_]+:object_r:[A-Za-z0-9_]+):s0:[c0-9.,]+ /,
          `$1:${level} `,
        ),
      };
    return line;
  });
}
