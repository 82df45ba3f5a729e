// SPDX-License-Identifier: Apache-2.0
/** Adds to the steps of a proof in which module, on which line, their rules stand, and says it with the cheapest cut. */

import type { Proof, ProofPath, ProofStep } from '../../contract/model/policy/proof.ts';
import { say } from '../../contract/text.ts';
import type { FindOrigins } from './rule-origins.ts';

/** Takes a proof and what finds the modules; gives the same proof, with what was found. */
export function withOrigins(proof: Proof, find: FindOrigins): Proof {
  const pathOf = (path: ProofPath): ProofPath => ({ ...path, steps: path.steps.map((step) => stepOf(step, find)) });
  const open = proof.open.map(pathOf);
  return {
    ...proof,
    open,
    booleans: proof.booleans.map((boolean) => ({ ...boolean, path: pathOf(boolean.path) })),
    cut: cutOf(proof.cut, open),
  };
}

function stepOf(step: ProofStep, find: FindOrigins): ProofStep {
  const found = step.rules.flatMap((rule) => {
    const [, source = '', target = '', className = ''] = /^allow (\S+) (\S+):(\S+) /.exec(rule) ?? [];
    return find({ source, target, class: className, permissions: step.permissions });
  });
  const origins = [...new Map(found.map((one) => [`${one.module} ${one.line}`, one])).values()];
  return origins.length === 0 ? step : { ...step, origins };
}

/** A rule that one statement alone grants is removed there. */
function cutOf(cut: Proof['cut'], open: readonly ProofPath[]): Proof['cut'] {
  if (cut?.kind !== 'rule') return cut;
  const step = open.flatMap(({ steps }) => steps).find(({ rules }) => rules.length === 1 && rules[0] === cut.name);
  const [origin, ...others] = step?.origins ?? [];
  if (origin === undefined || others.length > 0) return cut;
  return {
    ...cut,
    remedy: say('Take this rule out of the module {module}, line {line}: {rule}', {
      module: origin.module,
      line: origin.line,
      rule: cut.name,
    }),
  };
}
