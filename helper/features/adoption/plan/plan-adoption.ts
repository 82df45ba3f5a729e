// SPDX-License-Identifier: Apache-2.0
/** Says what becomes of a container when it is adopted, line by line. Changes nothing. */

import type { GivenAdoptionLine, GivenAdoptionPreview } from '../../../../contract/model/containers/adoption.ts';
import { imageNameSchema } from '../../../../contract/model/names.ts';
import type { NewVolume } from '../../../../contract/model/containers/volume.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { IdRange } from '../../../lxc/id-ranges.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { judgeLimits } from './judge-limits.ts';
import { judgeLine } from './judge-line.ts';
import { judgeMounts } from './judge-mounts.ts';
import { type HostInterfaces, judgeNetwork } from './judge-network.ts';
import { judgeSettings } from './judge-settings.ts';
import { rootOfLines } from './root-of-lines.ts';
import { supersededLines } from './superseded-lines.ts';

export interface AdoptionPlan extends GivenAdoptionPreview {
  /** The ids of the host to which the files of its root belong. */
  readonly ids: IdRange;
}

export interface PlanBasis {
  readonly name: string;
  /** LXC reads these lines. */
  readonly lines: readonly SourcedLine[];
  /** Why its configuration was not read; there are no lines then. */
  readonly unread?: Words | undefined;
  readonly interfaces: HostInterfaces;
  /** Why these cannot be volumes of the new container, as the end of a sentence. */
  readonly problemOfVolumes: (volumes: readonly NewVolume[]) => Promise<Words | undefined>;
  /** Why the folder with this path cannot be copied. */
  readonly problemOfRoot: (path: string) => Words | undefined;
  /** Problems that its configuration does not show. */
  readonly problems: readonly Words[];
  readonly weaknesses: readonly Words[];
  readonly hasImage: (name: string) => boolean;
}

/** What a window can show, and a frame can hold. */
const maxLines = 2000;
const maxCharacters = 1000;

export async function planAdoption(basis: PlanBasis): Promise<AdoptionPlan> {
  const { name } = basis;
  const lines = basis.lines.slice(0, maxLines);
  const superseded = supersededLines(lines);
  const effective = lines.filter((line) => !superseded.has(line));
  const root = rootOfLines(name, effective);
  const settings = judgeSettings(name, effective);
  const limits = judgeLimits(effective);
  const network = judgeNetwork(effective, basis.interfaces);
  const mounts = await judgeMounts(effective, {
    root: root.path,
    firstId: root.ids.base,
    problemOf: basis.problemOfVolumes,
  });
  const judges = [superseded, settings.verdicts, limits.verdicts, network.verdicts, mounts.verdicts];
  const rootProblem = root.path === undefined ? undefined : basis.problemOfRoot(root.path);
  return {
    problems: [
      ...basis.problems,
      ...(basis.unread === undefined ? root.problems : [basis.unread]),
      ...(rootProblem === undefined ? [] : [rootProblem]),
      ...(basis.lines.length > maxLines ? [say('its configuration has more than {maxLines} lines', { maxLines })] : []),
    ],
    weaknesses: [...basis.weaknesses],
    lines: lines.map((line): GivenAdoptionLine => {
      const verdict = judges.flatMap((verdicts) => verdicts.get(line) ?? [])[0] ?? judgeLine(line);
      return { file: shortened(line.file), key: shortened(line.key), value: shortened(line.value), ...verdict };
    }),
    root: root.path ?? null,
    ids: root.ids,
    image: freeImageName(name, basis.hasImage),
    limits: limits.choice,
    network: network.choice,
    settings: settings.choice.settings,
    tags: [...settings.choice.tags],
    volumes: [...mounts.choice],
  };
}

function shortened(text: string): string {
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
}

/** Names the image `adopted-web`, or `adopted-web-2` when there is one. */
function freeImageName(name: string, isTaken: (image: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? '' : `-${number}`;
    const image = `${`adopted-${name}`.slice(0, 63 - end.length).replace(/\.+$/, '')}${end}`;
    if (!isTaken(image)) return imageNameSchema().parse(image);
  }
}
