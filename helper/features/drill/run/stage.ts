// SPDX-License-Identifier: Apache-2.0
/**
 * Prepares the testbed of two fresh containers: secrets in the victim, its tree and its /proc reachable by path in the
 * attacker, the paper's page.
 */

import { closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../../contract/errors.ts';
import { openRoot } from '../../../selinux/labels/walk-tree.ts';
import { bindFolder, detachMount, mountAttribute } from '../../../system/native/mounts.ts';
import { mountPoints } from '../../../lxc/root-mounts.ts';
import { mustRunProgram } from '../../../system/programs/run-program.ts';
import { belowFolder, type TreeBelow } from '../../../system/files/tree-below.ts';

/** Root file system of a container, and the host id that is root's in it. */
export interface Stage {
  readonly name: string;
  readonly rootfs: string;
  readonly idBase: number;
}

const open = 'srv/drill';
/** The attacker finds the victim there. */
const treePoint = 'srv/victim';
export const treePath = `/${treePoint}`;
const processesPoint = 'srv/victim-proc';
export const attackerProgram = '/srv/attack/attacker.pl';
export const victimCommand = (secret: string): string => `/usr/bin/perl /${open}/victim.pl ${secret}`;
const readyTimeoutMs = 60_000;

/** The page is that of the paper: a cookie names the template, and nothing looks at what it names. */
const page = `<?php
$template = 'blue.html';
if (isset($_COOKIE['TEMPLATE'])) $template = $_COOKIE['TEMPLATE'];
include(__DIR__ . '/templates/' . $template);
`;
export const requests = {
  include: { path: '/vulnerable.php', cookie: `TEMPLATE=../../../../../../../${treePoint}/${open}/secret` },
  file: { path: `/n/${open}/secret`, cookie: undefined },
  ready: { path: '/vulnerable.php', cookie: undefined },
} as const;
/** The page's answer without an attack. */
export const harmless = 'the blue template';

/** `program` is the text of victim.pl. The container must never have run: its files are those of its image. */
export function plantVictim({ rootfs, idBase }: Stage, program: string, secret: string): void {
  belowFolder(rootfs, (tree) => tree.makeFolder(open, { owner: idBase, mode: 0o777 }));
  restoreVictim({ rootfs, idBase }, secret);
  put({ rootfs, idBase }, `${open}/victim.pl`, program);
}

/** Restores what an attack may have changed, and removes what it may have left. */
export function restoreVictim(victim: Pick<Stage, 'rootfs' | 'idBase'>, secret: string): void {
  for (const [file, text] of Object.entries(secretFiles(secret))) put(victim, `${open}/${file}`, text);
  belowFolder(victim.rootfs, (tree) => {
    for (const file of ['planted', 'link', 'other-name']) tree.removeFile(`${open}/${file}`);
  });
}

const original = 'as it was\n';

/** The files of the victim that attempts read and change, by their names in its folder. */
export function secretFiles(secret: string): Readonly<Record<string, string>> {
  return {
    secret: `${secret}\n`,
    tool: `#!/bin/sh\necho ${secret}\n`,
    ...Object.fromEntries(['page', 'log', 'doomed', 'name'].map((file) => [file, original])),
  };
}

/** The number of the victim's key that every user may read; 0 where its kernel gave it none. */
export function victimKey({ rootfs }: Pick<Stage, 'rootfs'>): number {
  try {
    return belowFolder(rootfs, (tree) => Number.parseInt(tree.readFile(`${open}/key`), 10) || 0);
  } catch {
    return 0;
  }
}

/** What the host sees of the victim's files: by the attempt that would have changed them. */
export function harmDone({
  rootfs,
}: Pick<Stage, 'rootfs'>): ReadonlyMap<string, { readonly isDone: boolean; readonly words: string }> {
  return belowFolder(rootfs, harmIn);
}

function harmIn(tree: TreeBelow): ReadonlyMap<string, { readonly isDone: boolean; readonly words: string }> {
  const isThere = (file: string): boolean => tree.statusOf(`${open}/${file}`) !== undefined;
  const isChanged = (file: string): boolean =>
    tree.statusOf(`${open}/${file}`)?.isFile() !== true || tree.readFile(`${open}/${file}`) !== original;
  const facts: readonly (readonly [string, boolean, string, string])[] = [
    [
      'file-write',
      isChanged('page'),
      "the host sees the victim's page changed",
      "the host sees the victim's page as it was",
    ],
    [
      'file-append',
      isChanged('log'),
      "the host sees the victim's log changed",
      "the host sees the victim's log as it was",
    ],
    [
      'file-create',
      isThere('planted'),
      "the host sees the planted file in the victim's folder",
      "the host sees no planted file in the victim's folder",
    ],
    [
      'file-remove',
      !isThere('doomed'),
      "the host sees the victim's file gone",
      "the host sees the victim's file still there",
    ],
    [
      'file-rename',
      isThere('other-name'),
      "the host sees the victim's file under another name",
      "the host sees the victim's file under its own name",
    ],
    [
      'file-hardlink',
      isThere('link'),
      "the host sees a second name of the victim's file",
      "the host sees no second name of the victim's file",
    ],
  ];
  return new Map(
    facts.map(([probe, isDone, changed, unchanged]) => [probe, { isDone, words: isDone ? changed : unchanged }]),
  );
}

/**
 * The attacker's program, the vulnerable page beside it, and a link below the web server's root that leads to the
 * victim.
 */
export function plantAttacker(attacker: Stage, program: string): void {
  const { rootfs, idBase } = attacker;
  belowFolder(rootfs, (tree) => {
    for (const folder of [dirname(attackerProgram).slice(1), treePoint, processesPoint, 'var/www/html/templates'])
      tree.makeFolder(folder, { owner: idBase, mode: 0o755 });
    tree.makeLink('var/www/html/n', `/${treePoint}`);
  });
  put(attacker, attackerProgram.slice(1), program);
  put(attacker, 'var/www/html/vulnerable.php', page);
  put(attacker, 'var/www/html/templates/blue.html', `${harmless}\n`);
}

/** Calls with the folder of a container's root. */
export function withTree<T>({ rootfs }: Pick<Stage, 'rootfs'>, use: (folder: number) => T): T {
  return belowFolder(rootfs, (tree) => tree.withFolder('.', use));
}

/**
 * Mounts the victim's whole tree, of which this is the folder, at a path of the attacker's, as careless hosting does.
 * It happens before the attacker starts, which takes the mount along.
 */
export function mountTree(attacker: Stage, victim: number, access: 'read-write' | 'read-only'): void {
  const attributes = access === 'read-only' ? mountAttribute.readOnly : 0;
  belowFolder(attacker.rootfs, (tree) =>
    tree.withFolder(treePoint, (target) => bindFolder({ folder: victim, target, attributes })),
  );
}

/** Mounts a /proc of the victim's process namespace as well. */
export async function mountProcesses(attacker: Stage, victimPid: number): Promise<void> {
  const point =
    openRoot(join(attacker.rootfs, processesPoint)) ??
    fail('container-failed', { name: attacker.name, reason: `/${processesPoint} is gone` });
  try {
    // The target is named by the descriptor: what its path leads to may be another folder by now. The dot follows the
    // descriptor: of a target that is a link itself, mount moves nothing onto what it leads to.
    const target = `/proc/${process.pid}/fd/${point}/.`;
    await mustRunProgram('/usr/bin/nsenter', [
      '--target',
      String(victimPid),
      '--pid',
      '--',
      '/usr/bin/mount',
      '--no-canonicalize',
      '-t',
      'proc',
      'proc',
      target,
    ]);
  } finally {
    closeSync(point);
  }
}

/** What is not mounted is left alone. */
export async function unmountVictim(rootfs: string): Promise<void> {
  const mounted = mountPoints();
  for (const path of [processesPoint, treePoint]
    .map((folder) => join(rootfs, folder))
    .filter((point) => mounted.has(point))) {
    const point = openRoot(path);
    if (point === undefined) continue;
    try {
      detachMount(point);
    } finally {
      closeSync(point);
    }
  }
}

/** Resolves when the victim holds its secret in all places. */
export async function untilVictimIsReady({ name, rootfs }: Stage, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  while (belowFolder(rootfs, (tree) => tree.statusOf(`${open}/ready`)) === undefined) {
    if (Date.now() > deadline) fail('container-failed', { name, reason: 'its program was not ready within a minute' });
    await sleep(50, undefined, { signal });
  }
}

function put({ rootfs, idBase }: Pick<Stage, 'rootfs' | 'idBase'>, path: string, text: string): void {
  belowFolder(rootfs, (tree) => tree.writeFile(path, text, { owner: idBase, mode: 0o777 }));
}
