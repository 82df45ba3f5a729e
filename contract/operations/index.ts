// SPDX-License-Identifier: Apache-2.0
/** The registry of all operations, and the types that follow from it. */

import type { z } from 'zod';
import { dispatchFailures, isFailure, type DispatchFailureCode, type Failure, type FailureCode } from '../errors.ts';
import type { ChannelOperation, RequestOperation, StreamOperation } from '../operation.ts';
import { accessOperations } from './host/access.ts';
import { activityOperations } from './host/activity.ts';
import { adoptionOperations } from './containers/adoption.ts';
import { alertOperations } from './host/alert.ts';
import { cgroupOperations } from './host/cgroup.ts';
import { clusterOperations } from './host/cluster.ts';
import { consoleOperations } from './containers/console.ts';
import { containerOperations } from './containers/container.ts';
import { creationOperations } from './containers/creation.ts';
import { denialOperations } from './policy/denial.ts';
import { backupOperations } from './containers/backup.ts';
import { benchmarkOperations } from './host/benchmark.ts';
import { doctorOperations } from './host/doctor.ts';
import { drillOperations } from './policy/drill.ts';
import { evidenceOperations } from './host/evidence.ts';
import { fileOperations } from './containers/file.ts';
import { hostOperations } from './host/host.ts';
import { imageOperations } from './host/image.ts';
import { questionOperations } from './policy/question.ts';
import { labelOperations } from './containers/label.ts';
import { logOperations } from './containers/log.ts';
import { remedyOperations } from './policy/remedy.ts';
import { policyOperations } from './policy/policy.ts';
import { sampleOperations } from './host/sample.ts';
import { networkOperations } from './containers/network.ts';
import { planOperations } from './containers/plan.ts';
import { presetOperations } from './containers/preset.ts';
import { portOperations } from './containers/port.ts';
import { snapshotOperations } from './containers/snapshot.ts';
import { switchOperations } from './host/switch.ts';
import { transferOperations } from './containers/transfer.ts';
import { volumeOperations } from './containers/volume.ts';
import { namedVolumeOperations } from './containers/named-volume.ts';
import { metricsOperations } from './host/metrics.ts';
import { isolationOperations } from './policy/isolation.ts';

export const operations = {
  ...hostOperations,
  ...cgroupOperations,
  ...doctorOperations,
  ...switchOperations,
  ...imageOperations,
  ...containerOperations,
  ...creationOperations,
  ...clusterOperations,
  ...presetOperations,
  ...snapshotOperations,
  ...transferOperations,
  ...backupOperations,
  ...fileOperations,
  ...adoptionOperations,
  ...portOperations,
  ...networkOperations,
  ...planOperations,
  ...sampleOperations,
  ...alertOperations,
  ...metricsOperations,
  ...consoleOperations,
  ...logOperations,
  ...denialOperations,
  ...remedyOperations,
  ...drillOperations,
  ...benchmarkOperations,
  ...labelOperations,
  ...activityOperations,
  ...policyOperations,
  ...isolationOperations,
  ...volumeOperations,
  ...namedVolumeOperations,
  ...questionOperations,
  ...accessOperations,
  ...evidenceOperations,
} as const;

type Operations = typeof operations;
export type OperationName = keyof Operations;

type NamesOf<Kind> = { [Name in OperationName]: Operations[Name] extends Kind ? Name : never }[OperationName];
export type RequestName = NamesOf<RequestOperation>;
export type StreamName = NamesOf<StreamOperation>;
export type ChannelName = NamesOf<ChannelOperation>;

/** Params as a caller writes them: what has a default may be left out. */
export type ParamsInput<Name extends OperationName> = z.input<Operations[Name]['params']>;
/** Params as a handler gets them. */
export type Params<Name extends OperationName> = z.output<Operations[Name]['params']>;
/** What a caller gets: words are text in its language. */
export type Result<Name extends OperationName> = z.output<Operations[Name]['result']>;
export type Item<Name extends StreamName | ChannelName> = z.output<Operations[Name]['item']>;
/** What a handler gives. */
export type GivenResult<Name extends OperationName> = z.input<Operations[Name]['result']>;
export type GivenItem<Name extends StreamName | ChannelName> = z.input<Operations[Name]['item']>;
export type Input<Name extends ChannelName> = z.output<Operations[Name]['input']>;

/** The codes of all failures that a call of the operation may be answered with. */
export type FailureCodeOf<Name extends OperationName> = Operations[Name]['errors'][number] | DispatchFailureCode;
/** All failures that a call of the operation may be answered with: `code` tells them apart. */
export type FailureOf<Name extends OperationName> = {
  [Code in FailureCodeOf<Name>]: Failure<Code>;
}[FailureCodeOf<Name>];

/** The operations that change the host, and so are written to the activity log. */
export type ChangingOperation = {
  [Name in OperationName]: Operations[Name]['changes'] extends true ? Name : never;
}[OperationName];

/** The registry by kind, with the types of one operation bound to its name. */
export const requests: {
  readonly [Name in RequestName]: RequestOperation<Schema<Params<Name>>, Schema<Result<Name>>>;
} = operations;
export const streams: {
  readonly [Name in StreamName]: StreamOperation<Schema<Params<Name>>, Schema<Item<Name>>, Schema<Result<Name>>>;
} = operations;
export const channels: {
  readonly [Name in ChannelName]: ChannelOperation<
    Schema<Params<Name>>,
    Schema<Input<Name>>,
    Schema<Item<Name>>,
    Schema<Result<Name>>
  >;
} = operations;
type Schema<Output> = z.ZodType<Output>;

export const operationNames = Object.keys(operations) as readonly OperationName[];

/** True when the text names an operation of this version. */
export function isOperationName(text: string): text is OperationName {
  return Object.hasOwn(operations, text);
}

export function isRequestName(name: OperationName): name is RequestName {
  return operations[name].kind === 'request';
}

export function isChannelName(name: OperationName): name is ChannelName {
  return operations[name].kind === 'channel';
}

export function isChangingOperation(text: string): text is ChangingOperation {
  return isOperationName(text) && operations[text].changes;
}

/** True when a call of the operation may be answered with this failure. */
export function mayFailWith(name: OperationName, code: FailureCode): boolean {
  const declared: readonly FailureCode[] = operations[name].errors;
  const ofAll: readonly FailureCode[] = dispatchFailures;
  return declared.includes(code) || ofAll.includes(code);
}

/** True for a failure that the operation declares. What else a call rejects with is no answer of the helper. */
export function isFailureOf<Name extends OperationName>(name: Name, error: unknown): error is FailureOf<Name> {
  return isFailure(error) && mayFailWith(name, error.code);
}
