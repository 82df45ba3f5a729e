// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one command on several hosts, such as the members of a cluster. What one of them cannot give is said, and the
 * others go on. On a single host it fails as any command does.
 */

import { formatHost } from '../hosts/parse-host.ts';
import type { Client } from '../rpc/client.ts';
import { type CommandContext, withClient } from './command-context.ts';
import { problemOf } from './format/problem.ts';
import { exitCodes, problemLine } from './format/problem-line.ts';
import { OutputClosedError } from './output/output.ts';
import type { Column } from './output/format-table.ts';

/** `host` is its address; undefined where there is one host only, which is not named then. */
export interface OfHost<T> {
  readonly host: string | undefined;
  readonly value: T;
}

/** Asks one host after another, since each may ask for a password. The exit code is that of the first that failed. */
export async function gatherFromHosts<T>(
  context: CommandContext,
  read: (client: Client) => Promise<T>,
): Promise<{ readonly found: readonly OfHost<T>[]; readonly exitCode: number }> {
  const found: OfHost<T>[] = [];
  let exitCode: number = exitCodes.done;
  for (const one of contextsOf(context)) {
    const code = await unlessFailed(one, async () => {
      found.push({ host: one.name, value: await withClient(one.context, read) });
    });
    if (exitCode === exitCodes.done) exitCode = code;
  }
  return { found, exitCode };
}

/** All at once, for what has no end of its own. */
export async function followHosts(
  context: CommandContext,
  follow: (context: CommandContext, name: string | undefined) => Promise<void>,
): Promise<number> {
  const codes = await Promise.all(
    contextsOf(context).map((one) => unlessFailed(one, () => follow(one.context, one.name))),
  );
  return codes.find((code) => code !== exitCodes.done) ?? exitCodes.done;
}

/** Columns for what several hosts gave: the host first, where there are several. */
export function columnsOfHosts<Row>(
  columns: readonly Column<Row>[],
  { hosts }: Pick<CommandContext, 'hosts'>,
): readonly Column<OfHost<Row>>[] {
  const host: Column<OfHost<Row>> = { title: 'HOST', cell: (row) => row.host ?? '' };
  const lifted = columns.map(({ cell, colour, ...column }): Column<OfHost<Row>> => ({
    ...column,
    cell: ({ value }) => cell(value),
    ...(colour !== undefined && { colour: ({ value }) => colour(value) }),
  }));
  return hosts.length > 1 ? [host, ...lifted] : lifted;
}

/** A value for scripts, with the host where there are several. */
export function jsonOfHost({ host, value }: OfHost<object>): object {
  return host === undefined ? value : { host, ...value };
}

interface OneHost {
  readonly context: CommandContext;
  readonly name: string | undefined;
}

function contextsOf(context: CommandContext): readonly OneHost[] {
  const { hosts } = context;
  return hosts.map((host) => ({
    context: { ...context, host, hosts: [host] },
    name: hosts.length > 1 ? formatHost(host) : undefined,
  }));
}

async function unlessFailed(
  { context: { output, signal }, name }: OneHost,
  work: () => Promise<void>,
): Promise<number> {
  try {
    await work();
    return exitCodes.done;
  } catch (error) {
    if (name === undefined || signal.aborted || error instanceof OutputClosedError) throw error;
    const problem = problemOf(error);
    const message = problem.message.includes(name) ? problem.message : `${name}: ${problem.message}`;
    await output.complain(problemLine({ ...problem, message }, output.isJson));
    return problem.exitCode;
  }
}
