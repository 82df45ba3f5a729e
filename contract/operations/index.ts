/** The registry of all operations, and the types that follow from it. */

import type { z } from 'zod';
import type { ChannelOperation, RequestOperation, StreamOperation } from '../operation.ts';
import { activityOperations } from './activity.ts';
import { consoleOperations } from './console.ts';
import { containerOperations } from './container.ts';
import { denialOperations } from './denial.ts';
import { costOperations } from './cost.ts';
import { drillOperations } from './drill.ts';
import { hostOperations } from './host.ts';
import { questionOperations } from './question.ts';
import { labelOperations } from './label.ts';
import { remedyOperations } from './remedy.ts';
import { policyOperations } from './policy.ts';
import { sampleOperations } from './sample.ts';
import { volumeOperations } from './volume.ts';
import { wallOperations } from './wall.ts';

export const operations = {
  ...hostOperations,
  ...containerOperations,
  ...sampleOperations,
  ...consoleOperations,
  ...denialOperations,
  ...remedyOperations,
  ...drillOperations,
  ...costOperations,
  ...labelOperations,
  ...activityOperations,
  ...policyOperations,
  ...wallOperations,
  ...volumeOperations,
  ...questionOperations,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;

type NamesOf<Kind> = { [Name in OperationName]: Operations[Name] extends Kind ? Name : never }[OperationName];
export type RequestName = NamesOf<RequestOperation>;
export type StreamName = NamesOf<StreamOperation>;
export type ChannelName = NamesOf<ChannelOperation>;
/** Those that change the host, and so are written to the activity log. */
export type ChangingOperation = NamesOf<{ readonly changes: true }>;

/** Params as a caller writes them: what has a default may be left out. */
export type ParamsInput<Name extends OperationName> = z.input<Operations[Name]['params']>;
/** Params as a handler gets them. */
export type Params<Name extends OperationName> = z.output<Operations[Name]['params']>;
export type Result<Name extends OperationName> = z.output<Operations[Name]['result']>;
export type Item<Name extends StreamName | ChannelName> = z.output<Operations[Name]['item']>;
export type Input<Name extends ChannelName> = z.output<Operations[Name]['input']>;

export const operationNames = Object.keys(operations) as readonly OperationName[];

/** True when the text names an operation of this version. */
export function isOperationName(text: string): text is OperationName {
  return Object.hasOwn(operations, text);
}
