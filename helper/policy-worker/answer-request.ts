// SPDX-License-Identifier: Apache-2.0
/**
 * Does what a request asks. What reads or changes the module store, or loads a policy, goes one after another, also when
 * the helper that asked is gone and another one asks; what has begun is never interrupted.
 */

import { createPolicyTransactions } from '../selinux/policy/policy-transaction.ts';
import type { PolicyWithoutDontaudit } from '../selinux/policy/policy-without-dontaudit.ts';
import type { SemanageChanges } from '../selinux/policy/semanage-changes.ts';
import type { SemoduleRuns } from '../selinux/policy/semodule.ts';
import type { PolicyRequest } from '../selinux/policy/worker/requests.ts';
import { neverAborts } from '../system/work/never-aborts.ts';
import { fail } from '../../contract/errors.ts';
import { createInstallCheck, type InstallCheckOptions } from './install-check.ts';

export interface PolicyPrograms extends Pick<InstallCheckOptions, 'compile' | 'sequence'> {
  readonly semodule: SemoduleRuns;
  readonly semanage: SemanageChanges;
  readonly withoutDontaudit: PolicyWithoutDontaudit;
  /** Fails where the host has no module store, in words of its own. */
  readonly requireStore: () => void;
}

/** What only loads a policy that is built already. */
const withoutStore: ReadonlySet<PolicyRequest['do']> = new Set(['load-without-dontaudit', 'load-policy']);

export interface RequestAnswerer {
  /** Gives the result. Aborting ends what has changed nothing yet. */
  answer(request: PolicyRequest, signal: AbortSignal): Promise<unknown>;
  /** The helper that had the dontaudit denials shown is gone: loads the host's policy where they still are. */
  hideDontaudit(): Promise<void>;
  /** Resolves when all that has begun has ended. */
  settled(): Promise<void>;
}

export function createRequestAnswerer({
  semodule,
  semanage,
  withoutDontaudit,
  requireStore,
  ...checked
}: PolicyPrograms): RequestAnswerer {
  const turns = createPolicyTransactions();
  const sources: SemoduleRuns['sources'] = (modules, signal) =>
    turns.run(() => semodule.sources(modules, signal), signal);
  const check = createInstallCheck({ ...checked, sources });
  let built: Uint8Array | undefined;
  let isShown = false;

  async function loadOwn(): Promise<void> {
    await withoutDontaudit.loadOwn();
    isShown = false;
  }

  async function answer(request: PolicyRequest, signal: AbortSignal): Promise<unknown> {
    if (!withoutStore.has(request.do)) requireStore();
    switch (request.do) {
      case 'list-modules':
        return turns.run(() => semodule.listing(signal), signal);
      case 'read-modules':
        return Object.fromEntries(await sources(request.modules, signal));
      case 'compile-module':
        return check.compile(request, signal);
      case 'install-module':
        await check.mustBeAllowed(request.module, request.source, signal);
        return turns.run(() => semodule.install(request.module, request.source), signal);
      case 'remove-modules':
        return turns.run(() => semodule.remove(request.modules), signal);
      case 'rebuild-policy':
        return turns.run(semodule.rebuild, signal);
      case 'set-boolean': {
        const set = request.isPersistent ? semanage.setBoolean : semanage.setBooleanNow;
        return turns.run(() => set(request.name, request.value), signal);
      }
      case 'forget-boolean':
        return turns.run(() => semanage.forgetBoolean(request.name), signal);
      case 'set-port':
        return turns.run(() => semanage.setPort(request.protocol, request.port, request.type), signal);
      case 'forget-port':
        return turns.run(() => semanage.forgetPort(request.protocol, request.port), signal);
      case 'build-without-dontaudit':
        built = await turns.run(() => withoutDontaudit.build(signal), signal);
        return null;
      case 'load-without-dontaudit':
        return turns.run(async () => {
          withoutDontaudit.load(built ?? fail('policy-unavailable', { reason: 'no policy was built before' }));
          built = undefined;
          isShown = true;
        }, signal);
      case 'load-policy':
        return turns.run(loadOwn, signal);
    }
  }

  return {
    answer: async (request, signal) => (await answer(request, signal)) ?? null,
    hideDontaudit: () => turns.run(async () => (isShown ? loadOwn() : undefined), neverAborts),
    settled: () => turns.run(() => Promise.resolve(), neverAborts),
  };
}
