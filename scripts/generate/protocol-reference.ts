// SPDX-License-Identifier: Apache-2.0
/** The protocol reference, from the contract's operations and the protocol's constants. */

import * as z from 'zod';
import { actions, polkitId } from '../../contract/actions.ts';
import type { ActionName } from '../../contract/actions.ts';
import { dispatchFailures, failures } from '../../contract/errors.ts';
import type { Operation } from '../../contract/operation.ts';
import { serviceLimits } from '../../contract/rules/service-limits.ts';
import { operations } from '../../contract/operations/index.ts';
import * as protocol from '../../rpc/protocol.ts';
import { shapeOf } from './shape.ts';

const paragraphs = {
  socket:
    'The helper listens on `/run/bulkhead/helper.sock`, a stream socket. ' +
    'Who a client is, the kernel says; no field of a message does.',
  frames:
    'Either side sends frames: the length as an unsigned 32-bit big-endian number ' +
    `(${protocol.frameHeaderBytes} bytes), then that many bytes of UTF-8 JSON, a JSON-RPC 2.0 message. ` +
    "Where the length's highest bit is set, which does not count, the message carries bytes beside its JSON: the length " +
    'of the JSON as another such number, the JSON, and the bytes, which are the `data` of the `item` of a ' +
    `\`${protocol.itemMethod}\`. No other message carries bytes.`,
  limits:
    'What one client, or one user over all connections, may take. ' +
    'What waits does so among the calls of the same user: users have their turns one after another.',
  session:
    `The first call is \`${protocol.helloMethod}\`; anything else before it fails, and a connection without it ` +
    `is closed after ${serviceLimits.helloMs.value / 1000} seconds. Protocol version: ${protocol.protocolVersion}. ` +
    'The helper serves clients of its own release and of the one before. ' +
    'A client leaves out fields of an answer that it does not know; the helper takes no such field.',
  streamParams:
    'The params of a stream or channel are wrapped: `{ "stream": number, "credit": number, "params": ... }`. ' +
    'The client chooses the number, unique among those open on its connection.',
  streamItems:
    `Items come as notifications \`${protocol.itemMethod}\` with \`{ "stream", "item" }\`, never more than there is ` +
    `credit; the reader grants more by the notification \`${protocol.creditMethod}\` with ` +
    '`{ "stream", "credit" }`.',
  channelInput:
    'A channel takes input the same way in the other direction; the helper grants credit for it. ' +
    'The answer to the call ends the stream. `$/cancelRequest` cancels any call.',
  failures:
    `A failure is the JSON-RPC error ${protocol.failureErrorCode}; its \`data\` is \`{ "code", "data" }\`. Any operation ` +
    `may answer ${dispatchFailures.map((code) => `\`${code}\``).join(', ')}, and those that it lists itself.`,
} as const;

export function protocolReference(): string {
  return `# The protocol

Generated from \`contract/\` and \`rpc/protocol.ts\` by \`npm run protocol\`: edit those.

${paragraphs.socket}

## Frames

${paragraphs.frames}

A frame that breaks a limit, or is not JSON, ends the connection.

## Limits

${paragraphs.limits}
A call that waits can be cancelled. Of the messages of one user, one is handled in each turn of the helper's event loop.

| limit of | value | more |
|---|---|---|
${Object.values(serviceLimits)
  .map(({ meaning, value, unit, beyond }) => `| ${meaning} | ${value} ${unit} | ${beyond} |`)
  .join('\n')}

## Session

${paragraphs.session}

Params:

${schemaBlock(protocol.helloParamsSchema, 'input')}

Result:

${schemaBlock(protocol.helloResultSchema, 'output')}

## Streams and channels

${paragraphs.streamParams}
${paragraphs.streamItems}
${paragraphs.channelInput}

## Failures

${paragraphs.failures}

| code | data |
|---|---|
${Object.entries(failures)
  .map(([code, { data }]) => `| \`${code}\` | ${fieldsOf(data)} |`)
  .join('\n')}

## Actions

What polkit is asked. An operation names the action that its caller must be allowed, and further ones that some params need.

| action | meaning | any | inactive | active |
|---|---|---|---|---|
${Object.entries(actions)
  .map(
    ([name, { description, defaults }]) =>
      `| \`${polkitId(name as ActionName)}\` | ${description.message} | ${defaults.any} | ${defaults.inactive} | ${defaults.active} |`,
  )
  .join('\n')}

## Operations

${Object.entries(operations)
  .map(([name, operation]) => section(name, operation))
  .join('\n\n')}
`;
}

function section(name: string, operation: Operation): string {
  const parts = [
    `### ${name}`,
    operation.summary,
    `A ${operation.kind}; action \`${polkitId(operation.action)}\`${furtherActions(operation)}; ` +
      (operation.changes ? 'changes the host, and is written to the activity log' : 'changes nothing') +
      (operation.reachesInto === undefined
        ? ''
        : `; of the host that the container \`${operation.reachesInto}\` is on`) +
      (operation.isHeavy === true ? '; heavy.' : '.'),
    `Params:\n\n${schemaBlock(operation.params, 'input')}`,
  ];
  if (operation.kind === 'channel') parts.push(`Input:\n\n${schemaBlock(operation.input, 'input')}`);
  if (operation.kind !== 'request') parts.push(`Item:\n\n${schemaBlock(operation.item, 'output')}`);
  parts.push(`Result:\n\n${schemaBlock(operation.result, 'output')}`);
  if (operation.errors.length > 0) parts.push(`Failures: ${operation.errors.map((code) => `\`${code}\``).join(', ')}.`);
  return parts.join('\n\n');
}

function furtherActions({ alsoNeeds = [], promptsNobody }: Operation): string {
  const further = alsoNeeds.map(({ action, when }) => `, and \`${polkitId(action)}\` ${when}`).join('');
  return promptsNobody === true ? `${further}, asked for without a prompt` : further;
}

function schemaBlock(schema: z.ZodType, io: 'input' | 'output'): string {
  return `\`\`\`ts\n${shapeOf(schema, io)}\n\`\`\``;
}

function fieldsOf(schema: z.ZodType): string {
  const { properties = {} } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const names = Object.keys(properties);
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
}
