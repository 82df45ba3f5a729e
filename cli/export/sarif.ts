// SPDX-License-Identifier: Apache-2.0
/** Groups of denials with their reasons as SARIF 2.1.0, which ticket systems and code hosts read. */

import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import type { ExplainedReason, Explanation } from '../../contract/model/denials/explanation.ts';
import { groupJson } from '../format/json/denial-json.ts';
import { describeReason } from '../format/explanation-text.ts';

export interface ExplainedGroup {
  readonly group: DenialGroup;
  readonly explanation: Explanation;
}

const ruleLabels: Readonly<Record<ExplainedReason['kind'], string>> = {
  'other-categories': 'Isolation of containers works as intended',
  'other-container': 'Isolation of containers works as intended: the type belongs to another container',
  'wrong-label': 'A file has another label than is right for its place',
  boolean: 'A boolean of the policy would allow it',
  'port-label': 'A port has a label that the domain may not use',
  capability: 'A capability that the domain does not have',
  constraint: 'A constraint forbids it whatever the rules say',
  'no-rule': 'No rule allows it',
  'allowed-now': 'The loaded policy allows it now',
  unknown: 'The reason is not known',
};

/** What did its work, or is over, is no defect. */
const quiet: ReadonlySet<ExplainedReason['kind']> = new Set(['other-categories', 'other-container', 'allowed-now']);

export function sarifOf(explained: readonly ExplainedGroup[], version: string): object {
  const kinds = [...new Set(explained.map(({ explanation }) => explanation.reason.kind))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Bulkhead',
            semanticVersion: version,
            rules: kinds.map((id) => ({ id, shortDescription: { text: ruleLabels[id] } })),
          },
        },
        results: explained.map((one) => resultOf(one, kinds)),
      },
    ],
  };
}

function resultOf(
  { group, explanation: { reason, evidence, remedies } }: ExplainedGroup,
  kinds: readonly string[],
): object {
  const { id, sourceType, targetType, permissions, count, containers } = group;
  const access = `${sourceType} was denied { ${permissions.join(' ')} } on ${targetType}:${group.class}, ${count} times`;
  return {
    ruleId: reason.kind,
    ruleIndex: kinds.indexOf(reason.kind),
    level: quiet.has(reason.kind) ? 'note' : 'warning',
    message: { text: `${access}. Why: ${describeReason(reason)}.` },
    locations: [
      {
        logicalLocations: [
          { name: targetType, fullyQualifiedName: `${sourceType}/${targetType}:${group.class}`, kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'denialGroup/v1': id },
    properties: {
      containers,
      evidence: evidence.map(({ text }) => text),
      remedies: remedies.map(({ id: remedy, summary, change, risk }) => ({
        id: remedy,
        summary,
        commands: change,
        risk: risk.level,
      })),
      group: groupJson(group),
    },
  };
}
