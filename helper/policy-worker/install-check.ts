// SPDX-License-Identifier: Apache-2.0
/**
 * Decides which modules may be installed, whatever the helper says: those of a container, by the statements that such a
 * module may have, compiled with the rules that no module may breach; and the one of drills, as it is.
 */

import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { problemsOfSource, type SourceProblem } from '../../sepolicy/own-domain/check-source.ts';
import { plainDeclarations } from '../../sepolicy/own-domain/generate.ts';
import { ownerOfPolicyName, plainNumberOf, policyNames } from '../../sepolicy/own-domain/names.ts';
import { modulesOfContainers } from '../selinux/policy/base-modules.ts';
import type { CompilationAnswer, CompilationTask } from '../selinux/policy/compilation.ts';
import type { CompileModule } from '../selinux/policy/compile-module.ts';
import { openDrillModule, openDrillSource } from '../selinux/policy/open-drill-module.ts';
import type { SemoduleRuns } from '../selinux/policy/semodule.ts';

export interface InstallCheck {
  /** Judges and compiles the source of a container's module, and remembers one that may be installed. */
  compile(task: Omit<CompilationTask, 'base'>, signal: AbortSignal): Promise<CompilationAnswer>;
  /** Fails with `policy-rejected` unless the module may be installed. */
  mustBeAllowed(module: string, source: string, signal: AbortSignal): Promise<void>;
}

export interface InstallCheckOptions {
  readonly sources: SemoduleRuns['sources'];
  readonly compile: CompileModule;
  /** Changes with the loaded policy: what was compiled with another one is compiled again. */
  readonly sequence: () => number | undefined;
}

const maxRemembered = 64;

export function createInstallCheck({ sources, compile, sequence }: InstallCheckOptions): InstallCheck {
  const passed = new Set<string>();
  const keyOf = (owner: string, source: string, at: number | undefined): string =>
    createHash('sha256')
      .update(JSON.stringify([owner, source, at]))
      .digest('hex');

  async function compiled(task: Omit<CompilationTask, 'base'>, signal: AbortSignal): Promise<CompilationAnswer> {
    // What may be permissive and when is the helper's business, which knows who may let a container learn.
    mustPass(problemsOfSource(task.owner, task.source, { mayBePermissive: true }));
    const texts = await sources(modulesOfContainers, signal);
    const missing = modulesOfContainers.find((module) => !texts.has(module));
    if (missing !== undefined)
      fail('policy-unavailable', {
        reason: `the module store has no module ${missing}; install the modules of policy/selinux with semodule`,
      });
    const at = sequence();
    const base = [...texts.values(), ...declarationsOfPlain(task.owner)].join('\n');
    const answer = await compile({ ...task, base }, signal);
    if (answer.problems.length === 0) {
      if (passed.size >= maxRemembered) passed.clear();
      passed.add(keyOf(task.owner, task.source, at));
    }
    return answer;
  }

  return {
    compile: compiled,
    async mustBeAllowed(module, source, signal) {
      if (module === openDrillModule) {
        if (source !== openDrillSource)
          fail('policy-rejected', { problems: [{ line: null, problem: notOurs(module) }] });
        return;
      }
      const owner = ownerOfPolicyName(module);
      if (owner === undefined || policyNames(owner).module !== module)
        fail('policy-rejected', { problems: [{ line: null, problem: notOurs(module) }] });
      if (passed.has(keyOf(owner, source, sequence()))) return;
      mustPass((await compiled({ owner, source, listsAccesses: false }, signal)).problems);
    },
  };
}

/**
 * The declarations that the module of a plain domain relies on; the compiler gets the loaded policy without them, and
 * needs their neverallow rules.
 */
function declarationsOfPlain(owner: string): readonly string[] {
  const number = plainNumberOf(owner);
  return number === undefined ? [] : plainDeclarations(number);
}

function mustPass(problems: readonly SourceProblem[]): void {
  if (problems.length > 0) fail('policy-rejected', { problems: [...problems] });
}

function notOurs(module: string): string {
  return `${module} is no module that Bulkhead installs`;
}
