// SPDX-License-Identifier: Apache-2.0
/** What a drill is run on, and what follows from it: its title, its steps, and what is asked of the host. */

import {
  drillContainerStepLabels,
  drillMembersStepLabels,
  drillStepLabels,
} from '../../../contract/wording/isolation/drill-labels.ts';
import {
  type DrillContainerStep,
  drillContainerStepSchema,
  type DrillMembersStep,
  drillMembersStepSchema,
  type DrillStep,
  drillStepSchema,
  type SignedDrillReport,
} from '../../../contract/model/drill.ts';
import type { Item, OperationName, Params } from '../../../contract/operations/index.ts';
import type { Client, RemoteStream } from '../../../rpc/client.ts';
import { t } from '../../lib/language/t.ts';

/** Two temporary containers of this host, a container that is in use, or two members of a cluster. */
export type DrillTarget =
  | { readonly kind: 'host' }
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'members'; readonly params: Params<'drill.members'> };

export type AnyStep = DrillStep | DrillContainerStep | DrillMembersStep;

/** All steps in order, with the label for them. */
export type DrillPlan = readonly { readonly step: AnyStep; readonly label: string }[];

const drillOperations: ReadonlySet<string> = new Set<OperationName>(['drill.run', 'drill.container', 'drill.members']);

export function isDrill(operation: string): boolean {
  return drillOperations.has(operation);
}

export function titleOf(target: DrillTarget): string {
  switch (target.kind) {
    case 'host':
      return t('Running the isolation drill');
    case 'container':
      return t('Testing the isolation of {container}', { container: target.name });
    case 'members':
      return t('Running the isolation drill across members, with {member}', { member: target.params.member });
  }
}

export function planOf({ kind }: DrillTarget): DrillPlan {
  switch (kind) {
    case 'host':
      return labelled(drillStepSchema().options, drillStepLabels);
    case 'container':
      return labelled(drillContainerStepSchema().options, drillContainerStepLabels);
    case 'members':
      return labelled(drillMembersStepSchema().options, drillMembersStepLabels);
  }
}

type DrillItem = Item<'drill.run'> | Item<'drill.container'> | Item<'drill.members'>;

export function startOn(
  client: Client,
  target: DrillTarget,
  signal: AbortSignal,
): RemoteStream<DrillItem, SignedDrillReport> {
  switch (target.kind) {
    case 'host':
      return client.stream('drill.run', {}, { signal });
    case 'container':
      return client.stream('drill.container', { name: target.name }, { signal });
    case 'members':
      return client.stream('drill.members', target.params, { signal });
  }
}

function labelled<Step extends AnyStep>(steps: readonly Step[], label: Readonly<Record<Step, string>>): DrillPlan {
  return steps.map((step) => ({ step, label: label[step] }));
}
