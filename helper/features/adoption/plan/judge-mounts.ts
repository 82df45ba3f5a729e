// SPDX-License-Identifier: Apache-2.0
/** Mounts of a configuration: folders of the host may become volumes, all else is Bulkhead's own or goes. */

import { type NewVolume, newVolumeSchema } from '../../../../contract/model/containers/volume.ts';
import { say, type Words } from '../../../../contract/text.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import { kept, leftOut, replaced, type Verdict } from './verdict.ts';

export interface MountsOf {
  /** The folder that is its root, as the targets of mounts may name it. */
  readonly root: string | undefined;
  /** Its files begin with this id of the host: 0 where root inside is root of the host. */
  readonly firstId: number;
  /** Why the host does not let it have these volumes; undefined when it does. */
  readonly problemOf: (volumes: readonly NewVolume[]) => Promise<Words | undefined>;
}

interface Mounts {
  readonly choice: readonly NewVolume[];
  readonly verdicts: ReadonlyMap<SourcedLine, Verdict>;
}

/** `lines`: those that have an effect. */
export async function judgeMounts(lines: readonly SourcedLine[], of: MountsOf): Promise<Mounts> {
  const verdicts = new Map<SourcedLine, Verdict>();
  let choice: readonly NewVolume[] = [];
  for (const line of lines) {
    if (line.key === 'lxc.mount.auto') verdicts.set(line, replaced('proc:mixed sys:mixed cgroup:rw:force'));
    else if (line.key === 'lxc.mount.fstab' || line.key === 'lxc.mount')
      verdicts.set(line, leftOut(say('Mounts of another file are not read; attach its folders as volumes.')));
    if (line.key !== 'lxc.mount.entry') continue;
    const volume = volumeOf(line.value, of);
    const problem = 'outcome' in volume ? undefined : await of.problemOf([...choice, volume]);
    if ('outcome' in volume) verdicts.set(line, volume);
    else if (problem !== undefined)
      verdicts.set(line, leftOut(say('{source} cannot be a volume: {problem}.', { source: volume.source, problem })));
    else {
      verdicts.set(
        line,
        kept(
          say('As the volume {source} at {target}, when it is chosen.', {
            source: volume.source,
            target: volume.target,
          }),
        ),
      );
      choice = [...choice, volume];
    }
  }
  return { choice, verdicts };
}

/** The kernel or the host mounts these places; a container has its own. */
const partsOfHost = /^\/(?:proc|sys|dev|run)(?:\/|$)/;

/** Fields as in fstab(5), with octal numbers for what would end a field. */
function volumeOf(value: string, { root, firstId }: MountsOf): NewVolume | Verdict {
  const [source = '', target = '', type = '', options = ''] = value.split(/\s+/).map(unescaped);
  const words = options.split(',');
  const isBind = type === 'bind' || words.includes('bind') || words.includes('rbind');
  if (!source.startsWith('/') && !isBind)
    return replaced(
      say('A container has the file systems of the kernel, and those in memory, as far as it needs them.'),
    );
  if (!isBind)
    return leftOut(say('It mounts a file system of the host; mount that on the host, and attach it as a volume.'));
  if (partsOfHost.test(source)) return leftOut(say('{source} is a part of the host itself.', { source }));
  if (firstId !== 0)
    return leftOut(
      say(
        'Its files belong to the ids of the original, from {firstId} on; give them to ids from 0 on, ' +
          'and attach it as a volume.',
        { firstId },
      ),
    );
  const within = root !== undefined && target.startsWith(`${root}/`) ? target.slice(root.length) : target;
  const parsed = newVolumeSchema().safeParse({
    source: plain(source),
    target: plain(within.startsWith('/') ? within : `/${within}`),
    readOnly: words.includes('ro'),
  });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: say('is not valid') };
  return leftOut(
    path[0] === 'target'
      ? say('It cannot be a volume: its target {message}.', { message })
      : say('It cannot be a volume: its folder {message}.', { message }),
  );
}

function plain(path: string): string {
  return path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

function unescaped(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
