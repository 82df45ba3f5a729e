// SPDX-License-Identifier: Apache-2.0
/** Checks the source of a module, and installs it: on this member, and for all members of a cluster. */

import { fail } from '../../../contract/errors.ts';
import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';
import type { Words } from '../../../contract/text.ts';
import type { Access } from '../../../sepolicy/decide.ts';
import { problemsOfSource } from '../../../sepolicy/own-domain/check-source.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { type CompilationAnswer, withoutDifference } from '../../selinux/policy/compilation.ts';
import type { PolicyProcess } from '../../selinux/policy/policy-process.ts';
import type { CompileByWorker } from '../../selinux/policy/worker/policy-worker.ts';
import { ownerOf } from '../../system/work/call-owner.ts';
import type { Turns } from '../../system/work/turns.ts';
import type { ModuleStore } from './module-store.ts';
import type { ModuleVersion } from './module-versions.ts';

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

/** Has the source of a module, and the container or plain domain that it is of. */
export interface OwnedSource {
  readonly owner: string;
  readonly source: string;
}

export interface CheckOptions {
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

/** Says what is wrong with a source, or what it would change. Users compile in turns. */
export async function checkModule(
  { compilations, compile }: DomainModulesOptions,
  { owner, source }: OwnedSource,
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

/** Fails with `policy-rejected` and changes nothing when something is wrong with the source. */
export async function installModule(
  host: DomainModulesOptions,
  { owner, source }: OwnedSource,
  options: CheckOptions & { readonly note: Words; readonly isBrought?: boolean },
): Promise<ModuleVersion> {
  const { publish, store } = host;
  const { problems } = await checkModule(host, { owner, source }, options);
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

/** Gives the name of the policy module of an owner. */
export function moduleOf(owner: string): string {
  return policyNames(owner).module;
}
