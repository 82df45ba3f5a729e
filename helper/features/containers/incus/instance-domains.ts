// SPDX-License-Identifier: Apache-2.0
/**
 * Instances in a domain of their own. The text of the module is a note in the database of Incus, which is what counts: each
 * member installs it before the instance starts there, checked and compiled as any other, and removes its module once the
 * note is gone.
 */

import { fail } from '../../../../contract/errors.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import { say } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import { type IncusInstance, type InstanceName, nameOf, pathOf, readInstance } from '../../../incus/incus-instances.ts';
import { readNotes } from '../../../incus/notes.ts';
import type { IntentJournal } from '../../../journal/intent-journal.ts';
import { formatConfiguration, parseConfiguration } from '../../../lxc/configuration-file.ts';
import { withCategories } from '../../../../sepolicy/own-domain/categories.ts';
import { pairOf } from '../../../selinux/category-pairs.ts';
import { domainOf } from '../../../selinux/types.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { withContext } from '../chosen-context.ts';
import type { DomainChoices, DomainStatements } from '../ports/domains.ts';
import type { OwnDomains } from '../ports/domains.ts';
import { choicesKey, chosenDomainOf, formatChoices, hasOwnDomain } from './chosen-domain.ts';
import { fileProblem } from './labels/file-problem.ts';
import { contextOf } from './instance-lines.ts';
import { containerOfNote, readModuleNote, removeModuleNote } from './module-note.ts';
import { labelVolume } from './volume-label.ts';

export interface InstanceDomainsHost {
  readonly client: IncusClient;
  readonly intents: IntentJournal;
  readonly ownDomains: Pick<OwnDomains, 'bring' | 'has' | 'names' | 'remove'>;
  /** One of Bulkhead's, as it was last read. Fails where there is none. */
  readonly managed: (name: string) => IncusInstance;
  readonly find: (name: string) => IncusInstance | undefined;
  readonly isHere: (instance: IncusInstance) => boolean;
  /** False while there are members of whose instances nothing is known. */
  readonly areAllRead: () => boolean;
  readonly namesOfLxc: () => readonly string[];
  /** Does nothing where somebody else works on this container. */
  readonly ifIdle: (name: string, act: () => Promise<void>) => Promise<void>;
  readonly refresh: (name: InstanceName) => Promise<void>;
  readonly onTrouble: (name: string, error: unknown) => void;
}

export interface InstanceDomains {
  described(name: string): DomainChoices;
  /** Writes what is chosen for its domain, which the module has by then. What is left out stays. */
  choose(name: string, chosen: Partial<DomainStatements>): Promise<void>;
  /**
   * Gives one that does not run the other domain, and its files the type that this calls for. The caller has the lock of
   * the name, and has installed the module of its own domain.
   */
  confine(name: string, confinement: 'shared' | 'own', chosen: DomainStatements): Promise<void>;
  /** Installs here what the cluster has as its module; does nothing for one in the shared domain. */
  bring(instance: IncusInstance, signal: AbortSignal): Promise<void>;
  /** Has the volume of one mounted with the label that its context calls for, where that is another one. */
  labelFiles(name: InstanceName): Promise<void>;
  /** Removes the module here and in the cluster. */
  forget(name: string): Promise<void>;
  /** Brings the modules of this member to the notes: all, or that of one note. */
  look(note?: string): Promise<void>;
  /** Looks at one container, which may be gone: then its note goes too. */
  lookAt(name: string): Promise<void>;
  /** Finishes after a crash while one got another domain. */
  finish(name: string, domain: string): Promise<void>;
}

/** The domain that a container is to have. */
interface NamedDomain {
  readonly name: string;
  readonly domain: string;
}

interface Confining {
  readonly name: string;
  readonly confinement: 'shared' | 'own';
}

export function createInstanceDomains(host: InstanceDomainsHost): InstanceDomains {
  return {
    described: (name) => describe(host, name),
    choose: (name, chosen) => choose(host, name, chosen),
    confine: (name, confinement, chosen) => confine(host, { name, confinement }, chosen),
    bring: (instance, signal) => bring(host, instance, signal),
    lookAt: (name) => lookAt(host, name),
    labelFiles: (name) => labelFiles(host, name),
    forget: (name) => forget(host, name),
    look: (note) => lookAtNotes(host, note),
    async finish(name, domain) {
      const instance = host.find(name);
      if (instance !== undefined) await setDomain(host, { name, domain }, chosenDomainOf(instance));
    },
  };
}

async function bring(
  { client, ownDomains }: InstanceDomainsHost,
  instance: IncusInstance,
  signal: AbortSignal,
): Promise<void> {
  if (!hasOwnDomain(instance)) return;
  const name = nameOf(instance);
  const source =
    (await readModuleNote(client, name, signal)) ??
    fail('container-failed', {
      name,
      reason: say('its cluster has no policy module of it; choose its domain again (bulkheadctl confine)'),
    });
  await ownDomains.bring(name, ofInstance(source, instance), signal);
}

/** Gives it the domain. Idempotent. */
async function setDomain(
  { client, managed }: InstanceDomainsHost,
  { name, domain }: NamedDomain,
  chosen: DomainStatements,
): Promise<void> {
  const { value, etag } = await readInstance(client, managed(name));
  const context = contextWith(value, domain);
  const lines = parseConfiguration(value.config['raw.lxc'] ?? '');
  await client.change({
    method: 'PATCH',
    path: pathOf(value),
    ifMatch: etag,
    body: {
      config: {
        'raw.lxc': formatConfiguration(withContext(lines, formatSecurityContext(context))),
        [choicesKey]: formatChoices(chosen),
      },
    },
  });
  await labelVolume(client, value, context);
}

async function confine(
  host: InstanceDomainsHost,
  { name, confinement }: Confining,
  chosen: DomainStatements,
): Promise<void> {
  const before = host.managed(name);
  const domain = domainOf(name, { confinement, plainDomain: null });
  const intent = host.intents.begin({ kind: 'confine-instance', subject: name, data: { domain } });
  try {
    await setDomain(host, { name, domain }, chosen);
    host.intents.release(intent);
  } catch (error) {
    // Where both ways fail, the next start of the helper goes on.
    await restoreDomain(host, before).then(
      () => host.intents.release(intent),
      (other: unknown) => host.onTrouble(name, other),
    );
    throw error;
  } finally {
    await host.refresh(before).catch(() => undefined);
  }
  if (confinement === 'shared') await forget(host, name);
}

/** The domain that it had; one that was in the shared domain has no module again. */
async function restoreDomain(host: InstanceDomainsHost, before: IncusInstance): Promise<void> {
  await setDomain(host, { name: nameOf(before), domain: contextWith(before, undefined).type }, chosenDomainOf(before));
  if (!hasOwnDomain(before)) await forget(host, nameOf(before));
}

async function forget({ client, ownDomains }: InstanceDomainsHost, name: string): Promise<void> {
  await removeModuleNote(client, name);
  if (ownDomains.has(name)) await ownDomains.remove(name);
}

/** Nothing else happens to it meanwhile, so that none is taken for left over that is just being made. */
function lookAt(host: InstanceDomainsHost, name: string): Promise<void> {
  return host
    .ifIdle(name, async () => {
      if (host.namesOfLxc().includes(name)) return;
      const source = await readModuleNote(host.client, name);
      const instance = host.find(name);
      // Incus has deleted it without us.
      if (source !== undefined && instance === undefined && host.areAllRead()) await forget(host, name);
      else if (source === undefined) {
        if (host.ownDomains.has(name) && (instance === undefined || !hasOwnDomain(instance)))
          await host.ownDomains.remove(name);
      } else if (instance !== undefined && host.isHere(instance) && hasOwnDomain(instance))
        await host.ownDomains.bring(name, ofInstance(source, instance), neverAborts);
    })
    .catch((error: unknown) => host.onTrouble(name, error));
}

function describe({ managed }: InstanceDomainsHost, name: string): DomainChoices {
  const instance = managed(name);
  const { confinement, ...chosen } = chosenDomainOf(instance);
  const neverLearned = { learningUntil: null, learnedSince: null, learnedLost: null };
  return { ...chosen, ...neverLearned, volumes: [], confinement: confinement ?? 'shared', plainDomain: null };
}

async function choose(
  { client, managed, refresh }: InstanceDomainsHost,
  name: string,
  chosen: Partial<DomainStatements>,
): Promise<void> {
  const { value, etag } = await readInstance(client, managed(name));
  const body = { config: { [choicesKey]: formatChoices({ ...chosenDomainOf(value), ...chosen }) } };
  await client.change({ method: 'PATCH', path: pathOf(value), body, ifMatch: etag });
  await refresh(value);
}

async function labelFiles({ client }: InstanceDomainsHost, name: InstanceName): Promise<void> {
  const { value } = await readInstance(client, name);
  const context = contextWith(value, undefined);
  if ((await fileProblem(client, { instance: value, context: formatSecurityContext(context) })) !== undefined)
    await labelVolume(client, value, context);
}

async function lookAtNotes(host: InstanceDomainsHost, note?: string): Promise<void> {
  if (note !== undefined) {
    const name = containerOfNote(note);
    if (name !== undefined) await lookAt(host, name);
    return;
  }
  try {
    const noted = (await readNotes(host.client)).flatMap(({ name }) => containerOfNote(name) ?? []);
    const isOfOthers = (name: string): boolean => {
      const instance = host.find(name);
      return instance !== undefined && !host.isHere(instance);
    };
    const known = new Set(host.ownDomains.names());
    // These are, of thousands in a cluster, what this member has to do with.
    const concerned = noted.filter((name) => !known.has(name) && !isOfOthers(name));
    for (const name of [...known, ...concerned]) await lookAt(host, name);
  } catch (error) {
    host.onTrouble('', error);
  }
}

/** With the categories that the instance is configured with, whichever it had when the text was written. */
function ofInstance(source: string, instance: IncusInstance): string {
  const pair = pairOf(contextOf(instance));
  return pair === undefined ? source : withCategories(source, nameOf(instance), pair);
}

/** Gives its context in another domain; undefined leaves it as it is. */
function contextWith(instance: IncusInstance, domain: string | undefined): SecurityContext {
  const context = parseSecurityContext(contextOf(instance));
  if (context === undefined)
    fail('container-failed', {
      name: nameOf(instance),
      reason: say('its raw.lxc names no lxc.selinux.context; see bulkheadctl audit'),
    });
  return domain === undefined ? context : { ...context, type: domain };
}
