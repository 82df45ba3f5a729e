// SPDX-License-Identifier: Apache-2.0
/**
 * All that changes the policy, for the helper, which has no right to: each call is a request to the policy worker.
 */

import type { Socket } from 'node:net';
import type { CompilationAnswer, CompilationTask } from '../compilation.ts';
import type { SemanageChanges } from '../semanage-changes.ts';
import { type Semodule, semoduleOver } from '../semodule.ts';
import { createAskWorker } from './ask-worker.ts';
import type { PolicyRequest } from './requests.ts';

export interface PolicyWorker {
  readonly semodule: Semodule;
  /** Compiles a module in a process without rights, with the rules that no module may breach. */
  readonly compile: CompileByWorker;
  readonly semanage: SemanageChanges;
  readonly shownDontaudit: ShownDontaudit;
}

/** The worker takes the base module from the store itself. */
export type CompileByWorker = (task: Omit<CompilationTask, 'base'>, signal: AbortSignal) => Promise<CompilationAnswer>;

/** The kernel's policy without its dontaudit rules. */
export interface ShownDontaudit {
  /** Changes nothing. Fails with `selinux-unavailable` or `policy-unavailable`. */
  build(signal: AbortSignal): Promise<void>;
  /** Loads what was built: from then on the kernel logs all denials. */
  load(): Promise<void>;
  /** Loads the policy of the host's own file, as at boot. */
  loadOwn(): Promise<void>;
  /** The worker loads it, as it also does when the helper is killed. */
  letGo(): void;
}

/** `path` is the worker's socket; that of the host when undefined. */
export function createPolicyWorker(path?: string): PolicyWorker {
  const { ask, hold } = createAskWorker(path);
  const change = async (request: PolicyRequest, signal?: AbortSignal): Promise<void> => {
    await ask(request, signal);
  };
  let shown: Socket | undefined;

  function letGo(): void {
    shown?.destroy();
    shown = undefined;
  }

  return {
    semodule: semoduleOver({
      listing: (signal) => ask({ do: 'list-modules' }, signal),
      async sources(modules, signal) {
        return new Map(Object.entries(await ask({ do: 'read-modules', modules: [...modules] }, signal)));
      },
      install: (module, source) => change({ do: 'install-module', module, source }),
      async remove(modules) {
        if (modules.length > 0) await change({ do: 'remove-modules', modules: [...modules] });
      },
      rebuild: () => change({ do: 'rebuild-policy' }),
    }),
    compile: ({ others, recorded, ...task }, signal) =>
      ask(
        {
          do: 'compile-module',
          ...task,
          ...(others !== undefined && { others: [...others] }),
          ...(recorded !== undefined && {
            recorded: recorded.map(({ permissions, ...access }) => ({ ...access, permissions: [...permissions] })),
          }),
        },
        signal,
      ),
    semanage: {
      setBoolean: (name, value) => change({ do: 'set-boolean', name, value, isPersistent: true }),
      setBooleanNow: (name, value) => change({ do: 'set-boolean', name, value, isPersistent: false }),
      forgetBoolean: (name) => change({ do: 'forget-boolean', name }),
      setPort: (protocol, port, type) => change({ do: 'set-port', protocol, port, type }),
      forgetPort: (protocol, port) => change({ do: 'forget-port', protocol, port }),
    },
    shownDontaudit: {
      build: (signal) => change({ do: 'build-without-dontaudit' }, signal),
      async load() {
        shown = await hold({ do: 'load-without-dontaudit' });
      },
      async loadOwn() {
        await change({ do: 'load-policy' });
        letGo();
      },
      letGo,
    },
  };
}
