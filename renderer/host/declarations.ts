// SPDX-License-Identifier: Apache-2.0
/**
 * What the contract declares of operations: at hand for those that every start asks, loaded for the others when one of
 * them is first asked, or while the window is idle.
 */

import type { Operation } from '../../contract/operation.ts';
import { activityOperations } from '../../contract/operations/host/activity.ts';
import { alertOperations } from '../../contract/operations/host/alert.ts';
import { containerOperations } from '../../contract/operations/containers/container.ts';
import { denialOperations } from '../../contract/operations/policy/denial.ts';
import { hostOperations } from '../../contract/operations/host/host.ts';
import type { channels, OperationName, requests, streams } from '../../contract/operations/index.ts';
import { sampleOperations } from '../../contract/operations/host/sample.ts';
import type { Declarations } from '../../rpc/client.ts';
import { addPart } from '../lib/parts.ts';

const atStart: Readonly<Partial<Record<OperationName, Operation>>> = {
  ...hostOperations,
  ...containerOperations,
  ...sampleOperations,
  ...denialOperations,
  ...activityOperations,
  ...alertOperations,
};

addPart(loadAll);

export const declarations: Declarations = {
  request: <Name extends keyof typeof requests>(name: Name) => find<(typeof requests)[Name]>(name),
  stream: <Name extends keyof typeof streams>(name: Name) => find<(typeof streams)[Name]>(name),
  channel: <Name extends keyof typeof channels>(name: Name) => find<(typeof channels)[Name]>(name),
};

/** A test holds each against the registry. */
function find<Declaration>(name: OperationName): Declaration | Promise<Declaration> {
  const known: unknown = atStart[name];
  return known === undefined ? loadAll().then((all) => all[name] as Declaration) : (known as Declaration);
}

async function loadAll(): Promise<Readonly<Record<OperationName, unknown>>> {
  return (await import('../../contract/operations/index.ts')).operations;
}
