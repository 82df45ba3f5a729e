// SPDX-License-Identifier: Apache-2.0
/**
 * The policy modules of domains of their own, by their owner: written, judged, compiled and installed by the policy
 * worker, which gives semodule only what it has compiled with the neverallow rules.
 */

import { fail } from '../../../contract/errors.ts';
import type { ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type { Volume } from '../../../contract/model/containers/volume.ts';
import type { ConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import { say, type Words } from '../../../contract/text.ts';
import { withCategories } from '../../../sepolicy/own-domain/categories.ts';
import { problemsOfSource } from '../../../sepolicy/own-domain/check-source.ts';
import {
  generateModule,
  isWithoutStatement,
  type ServedPort,
  type SharedVolume,
  withSharedVolumes,
} from '../../../sepolicy/own-domain/generate.ts';
import type { Access } from '../../../sepolicy/decide.ts';
import { learningModule, permissive } from '../../../sepolicy/own-domain/learning-module.ts';
import { ownerOfPolicyName, plainNumberOf, policyNames } from '../../../sepolicy/own-domain/names.ts';
import { renamedModule } from '../../../sepolicy/own-domain/rename-module.ts';
import { ownerOf } from '../../system/work/call-owner.ts';
import type { Turns } from '../../system/work/turns.ts';
import { type CompilationAnswer, withoutDifference } from '../../selinux/policy/compilation.ts';
import { isContextKnown } from '../../selinux/known-context.ts';
import type { CompileByWorker } from '../../selinux/policy/worker/policy-worker.ts';
import type { CategoryPair } from '../../selinux/category-pairs.ts';
import { sharedTypeOf } from '../../selinux/shared-categories.ts';
import type { ModuleStore, StoredModule } from './module-store.ts';
import type { ModuleVersion } from './module-versions.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { Chosen, ModuleFacts, OwnDomains } from '../containers/ports/domains.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';

interface CheckOptions {
  /** True only when learning begins. */
  readonly mayBePermissive: boolean;
  readonly listsAccesses?: boolean;
  /** Domains of other containers, to and from which a module may open channels. */
  readonly others?: readonly string[];
  /** Accesses of its domain that are replayed on the policy of now and on the one with the source. */
  readonly recorded?: readonly Access[];
  readonly signal: AbortSignal;
  readonly onStep?: (step: PolicyStep) => void;
}

export interface DomainModules extends OwnDomains {
  /** What is wrong with a source, or what it would change. */
  check(owner: string, source: string, options: CheckOptions): Promise<CompilationAnswer>;
  /**
   * Fails with `policy-rejected` and changes nothing when something is wrong with it. A text without a statement, which
   * only a plain domain may have, takes the module out of the policy.
   */
  install(owner: string, source: string, options: CheckOptions & { readonly note: Words }): Promise<ModuleVersion>;
  /** The installed source, or for a plain domain without a module a text without a statement; undefined for neither. */
  read(owner: string, signal: AbortSignal): Promise<StoredModule | undefined>;
  versions(owner: string): readonly ModuleVersion[];
  versionSource(owner: string, version: number): string | undefined;
}

export interface DomainModulesOptions {
  readonly store: ModuleStore;
  readonly compile: CompileByWorker;
  /**
   * Users compile one after another in these turns: each compilation takes seconds of processor and hundreds of
   * megabytes.
   */
  readonly compilations: Turns;
  readonly policy: Pick<PolicyProcess, 'ask'>;
  /** Has all members of a cluster know a text that was checked, before it is installed. */
  readonly publish: (owner: string, source: string) => Promise<void>;
}

export function createDomainModules({
  store,
  compile,
  compilations,
  policy,
  publish,
}: DomainModulesOptions): DomainModules {
  const moduleOf = (owner: string): string => policyNames(owner).module;

  async function check(
    owner: string,
    source: string,
    { mayBePermissive, listsAccesses = false, others, recorded, signal, onStep }: CheckOptions,
  ): Promise<CompilationAnswer> {
    onStep?.('check');
    const problems = problemsOfSource(owner, source, { mayBePermissive });
    if (problems.length > 0) return { problems, ...withoutDifference };
    return compilations.run(
      ownerOf(signal),
      () => {
        onStep?.('compile');
        const task = {
          owner,
          source,
          listsAccesses,
          ...(others !== undefined && { others }),
          ...(recorded !== undefined && { recorded }),
        };
        return compile(task, signal);
      },
      signal,
    );
  }

  async function install(
    owner: string,
    source: string,
    options: CheckOptions & { readonly note: Words; readonly isBrought?: boolean },
  ): Promise<ModuleVersion> {
    const { problems } = await check(owner, source, options);
    if (problems.length > 0) fail('policy-rejected', { problems: [...problems] });
    // What fails afterwards is brought here at the next start, like to any other member.
    if (options.isBrought !== true) await publish(owner, source);
    options.onStep?.('wait');
    return store.install(moduleOf(owner), source, {
      note: options.note,
      signal: options.signal,
      onBegin: () => options.onStep?.('install'),
    });
  }

  async function write(
    owner: string,
    { ports, allow, connectTypes, volumes, isPermissive }: Chosen & { readonly isPermissive: boolean },
    signal: AbortSignal,
  ): Promise<string> {
    const source = generateModule({
      owner,
      ports: await typed(ports, signal),
      allow,
      connectTypes,
      volumes: sharedOf(volumes),
      hasVolumes: false,
    });
    return isPermissive ? learningModule(source, owner) : source;
  }

  /** A module that learns stays permissive, and is checked as one. */
  async function update(owner: string, facts: ModuleFacts, signal: AbortSignal): Promise<void> {
    const latest = store.versions(moduleOf(owner)).at(-1);
    const known = latest === undefined ? emptyOf(owner) : store.versionSource(moduleOf(owner), latest.version);
    // The latest version is on the disk; the store takes a second to read.
    if (known === undefined || withFacts(known, owner, facts) === known) return;
    const stored = await read(owner, signal);
    if (stored === undefined) return;
    const source = withFacts(stored.source, owner, facts);
    if (source === stored.source) return;
    const mayBePermissive = source.includes(permissive(policyNames(owner).domain));
    await install(owner, source, {
      note: say('the volumes that it shares, its categories'),
      mayBePermissive,
      signal,
    });
  }

  async function copy(container: string, to: string, signal: AbortSignal): Promise<void> {
    const stored = await store.read(moduleOf(container), signal);
    if (stored === undefined) return;
    const source = renamedModule(stored.source, container, to);
    if ((await store.read(moduleOf(to), signal))?.source === source) return;
    await install(to, source, {
      note: say('renamed from {name}', { name: container }),
      mayBePermissive: false,
      signal,
    });
  }

  /** The store takes a second to read; that the kernel knows the domain shows as well that somebody took it away. */
  async function bring(container: string, source: string, signal: AbortSignal): Promise<void> {
    const module = moduleOf(container);
    const latest = store.versions(module).at(-1);
    const known = latest === undefined ? undefined : store.versionSource(module, latest.version);
    if (known === source && isContextKnown(`system_u:system_r:${policyNames(container).domain}:s0`)) return;
    const note = say('as the cluster has it');
    await install(container, source, { note, mayBePermissive: false, isBrought: true, signal });
  }

  async function typed(ports: readonly ServedPortNumber[], signal: AbortSignal): Promise<readonly ServedPort[]> {
    if (ports.length === 0) return [];
    const types = await policy.ask('port-types', ports, signal);
    return ports.map((port, index) => ({
      ...port,
      type:
        types[index] ??
        fail('policy-rejected', {
          problems: [
            {
              line: null,
              problem: say('the loaded policy has no type for {protocol} port {port}', {
                protocol: port.protocol,
                port: port.port,
              }),
            },
          ],
        }),
    }));
  }

  async function connectTypes(targets: ConnectTargets, signal: AbortSignal): Promise<readonly string[]> {
    if (targets.connectTypes.length + targets.connectPorts.length === 0) return [];
    const { types, problems } = await policy.ask('connect-targets', targets, signal);
    if (problems.length > 0)
      fail('policy-rejected', { problems: problems.map((problem) => ({ line: null, problem })) });
    return types;
  }

  /** What a plain domain without a module has stands among the versions, or was never written. */
  async function read(owner: string, signal: AbortSignal): Promise<StoredModule | undefined> {
    const module = moduleOf(owner);
    const stored = await store.read(module, signal);
    const empty = emptyOf(owner);
    if (stored !== undefined || empty === undefined) return stored;
    const version = store.versions(module).at(-1);
    const source = version === undefined ? undefined : store.versionSource(module, version.version);
    const isInstalled = false;
    return source !== undefined && isWithoutStatement(source)
      ? { source, version, isInstalled }
      : { source: empty, version: undefined, isInstalled };
  }

  return {
    connectTypes,
    write,
    update,
    bring,
    copy,
    check,
    install: (owner, source, options) => install(owner, source, options),
    async make(owner, source, { pair, isPermissive, signal }) {
      const note = say('created with the container');
      await install(owner, withPair(source, owner, pair), {
        note,
        mayBePermissive: isPermissive,
        signal,
      });
    },
    names: () =>
      store.known().flatMap((module) => {
        const owner = ownerOfPolicyName(module);
        return owner === undefined || plainNumberOf(owner) !== undefined ? [] : [owner];
      }),
    has: (owner) => store.versions(moduleOf(owner)).length > 0,
    remove: (owner) => store.remove([moduleOf(owner)], neverAborts),
    read,
    versions: (owner) => store.versions(moduleOf(owner)),
    versionSource: (owner, version) => store.versionSource(moduleOf(owner), version),
  };
}

function withFacts(source: string, owner: string, { volumes, pair }: ModuleFacts): string {
  return withPair(withSharedVolumes(source, owner, sharedOf(volumes)), owner, pair);
}

/** A plain domain is that of one container at a time, so that what it makes needs no categories to be its own. */
function withPair(source: string, owner: string, pair: CategoryPair): string {
  return plainNumberOf(owner) === undefined ? withCategories(source, owner, pair) : source;
}

/** The text of the module of a plain domain that allows nothing beyond every container; undefined for any other owner. */
function emptyOf(owner: string): string | undefined {
  if (plainNumberOf(owner) === undefined) return undefined;
  return generateModule({ owner, ports: [], allow: [], connectTypes: [], volumes: [], hasVolumes: false });
}

function sharedOf(volumes: readonly Volume[]): readonly SharedVolume[] {
  return volumes.flatMap(({ category, readOnly }) =>
    category === null ? [] : [{ type: sharedTypeOf(category), isReadOnly: readOnly }],
  );
}
