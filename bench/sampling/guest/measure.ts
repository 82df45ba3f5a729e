// SPDX-License-Identifier: Apache-2.0
/**
 * Runs in the lab: makes the tree, lets the programs take turns on it, prints what each used as JSON, and removes
 * everything.
 */

import { join } from 'node:path';
import { removeMeters, startMetered } from './metered-program.ts';
import { createTree, treeName } from './tree.ts';

const [containersText = '500', roundsText = '6', secondsText = '8'] = process.argv.slice(2);
const containers = Number(containersText);
const rounds = Number(roundsText);
const roundMs = Number(secondsText) * 1000;
/** The helper runs for weeks: what it and its compiler do in the first seconds is no part of a sample. */
const warmUpSamples = 15;

const here = import.meta.dirname;
const tree = await createTree(containers);
const node = [...tree.inNetwork, process.execPath] as const;
const programs = [
  startMetered({ name: 'sampler', command: [...node, join(here, 'sampler-program.mjs')], countOf: Number }),
  startMetered({ name: 'bare loop', command: [...node, join(here, 'bare-loop.mjs')], countOf: Number }),
  startMetered({
    name: 'systemd-cgtop',
    command: ['/usr/bin/systemd-cgtop', '--batch', '--raw', '--iterations=0', '--delay=1', treeName],
    // One line of each refresh is the tree as a whole.
    countOf: (line) => (line.split(' ')[0] === treeName ? containers : 0),
  }),
];
try {
  for (const program of programs) {
    for (let samples = 0; samples < warmUpSamples * containers;) samples += (await program.run(2000)).containerSamples;
  }
  const results: {
    readonly name: string;
    readonly round: number;
    readonly cpuUsec: number;
    readonly containerSamples: number;
  }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const program of programs) results.push({ name: program.name, round, ...(await program.run(roundMs)) });
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
} finally {
  for (const program of programs) await program.end();
  removeMeters();
  await tree.remove();
}
