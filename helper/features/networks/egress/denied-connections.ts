// SPDX-License-Identifier: Apache-2.0
/** What was not let through of a container: how many packets, and where the last ones were for. */

import * as z from 'zod';
import { runProgram } from '../../../system/programs/run-program.ts';
import { nft } from '../leased-addresses.ts';
import { egressTable, families } from './egress-names.ts';
import { deniedSetOf, keyOf } from './egress-rules.ts';

interface DeniedConnection {
  readonly address: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly packets: number;
  /** Gives how long ago the last packet was. */
  readonly secondsAgo: number;
}

export interface Denied {
  /** Counts the packets since the container was bound, those of other protocols too. */
  readonly packets: number;
  /** Lists those of the last day, the latest first. */
  readonly connections: readonly DeniedConnection[];
}

/** An entry is kept for a day after the last packet. */
const keptSeconds = 24 * 60 * 60;

const elementSchema = z.object({
  elem: z.object({
    val: z.object({ concat: z.tuple([z.string(), z.union([z.string(), z.number()]), z.number()]) }),
    expires: z.number(),
    counter: z.object({ packets: z.number() }).optional(),
  }),
});
const answerSchema = z.object({
  nftables: z.array(
    z.object({
      set: z.object({ elem: z.array(z.unknown()).optional() }).optional(),
      counter: z.object({ packets: z.number() }).optional(),
    }),
  ),
});

/** `program`: words that run nft. */
export async function readDenied(
  {
    hardwareAddress,
    program: [file = nft, ...words],
  }: { readonly hardwareAddress: string; readonly program: readonly string[] },
  signal: AbortSignal,
): Promise<Denied> {
  const commands = (['inet', 'bridge'] as const).flatMap((family) => [
    `list counter ${family} ${egressTable} c_${keyOf(hardwareAddress)}`,
    ...families.map((one) => `list set ${family} ${egressTable} ${deniedSetOf(one, hardwareAddress)}`),
  ]);
  const answers = await Promise.all(commands.map((command) => runProgram(file, [...words, '-j', command], { signal })));
  return parseDenied(answers.flatMap(({ code, stdout }) => (code === 0 ? [stdout] : [])));
}

/** Reads what nft prints as JSON of counters and sets. */
export function parseDenied(answers: readonly string[]): Denied {
  const objects = answers.flatMap((json) => answerSchema.parse(JSON.parse(json)).nftables);
  const connections = objects.flatMap(({ set }) =>
    (set?.elem ?? []).flatMap((element): readonly DeniedConnection[] => {
      const { elem } = elementSchema.safeParse(element).data ?? {};
      if (elem === undefined) return [];
      const [address, protocol, port] = elem.val.concat;
      if (protocol !== 'tcp' && protocol !== 'udp') return [];
      const secondsAgo = Math.max(0, keptSeconds - elem.expires);
      return [{ address, protocol, port, packets: elem.counter?.packets ?? 0, secondsAgo }];
    }),
  );
  return {
    packets: objects.reduce((sum, { counter }) => sum + (counter?.packets ?? 0), 0),
    connections: connections.toSorted((one, other) => one.secondsAgo - other.secondsAgo),
  };
}
