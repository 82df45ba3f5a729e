// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about the ways to containers on the host: folders that others may change or enter, and the helper's socket.
 */

import {
  describeEnterableFolder,
  describeOpenPath,
  type PathProblem,
} from '../../../../contract/wording/isolation/describe-findings.ts';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import type { ContainerFacts, PathFacts, IsolationFacts } from '../facts/facts.ts';

const othersMayWrite = 0o002;
const othersMayAnything = 0o007;
const groupMayWrite = 0o020;

export function judgePaths({
  paths,
  containers,
}: Pick<IsolationFacts, 'paths' | 'containers'>): readonly GivenFinding[] {
  return [
    ...paths.flatMap((path) => judge(path, undefined)),
    ...containers.flatMap((facts) => facts.paths.flatMap((path) => judge(path, facts))),
  ];
}

function judge(path: PathFacts, of: ContainerFacts | undefined): readonly GivenFinding[] {
  const problem = problemOf(path);
  if (problem === undefined) return [];
  const containers = of === undefined ? [] : [of.container.name];
  return [
    describeOpenPath({ path: path.path, mode: path.mode, owner: path.uid, group: path.gid, containers, problem }),
  ];
}

function problemOf({ path, kind, uid, gid, mode, isPrivate }: PathFacts): PathProblem | undefined {
  if (uid !== 0)
    return {
      words: say('it belongs to the user {uid} instead of root, who may put another thing in its place', { uid }),
      isChange: true,
      commands: [`chown root ${path}`],
    };
  const canGroupWrite = kind !== 'socket' && gid !== 0 && (mode & groupMayWrite) !== 0;
  if ((mode & othersMayWrite) !== 0 || canGroupWrite) {
    const thing =
      kind === 'socket'
        ? say('everybody on the host may connect to it')
        : say('others than root may change what is in it');
    return { words: thing, isChange: true, commands: [`chmod ${kind === 'socket' ? 'o=' : 'go-w'} ${path}`] };
  }
  if (isPrivate && (mode & othersMayAnything) !== 0) {
    return describeEnterableFolder(path);
  }
  return undefined;
}
