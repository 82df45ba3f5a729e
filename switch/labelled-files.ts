// SPDX-License-Identifier: Apache-2.0
/** The file systems that get labels, and how long that takes. */

import type { GivenSwitchPlan } from '../contract/model/host/switch.ts';
import { say, type Phrase } from '../contract/text.ts';
import type { SwitchHost } from './switch-host.ts';

/** Lists the file systems that fixfiles(8) labels, of those that Debian mounts. */
const labelledTypes: ReadonlySet<string> = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs']);
/** Files of these have one label for all of them. */
const oneLabelTypes: ReadonlySet<string> = new Set(['nfs', 'nfs4', 'cifs', 'vfat', 'exfat', 'zfs', 'ntfs3', 'fuseblk']);

/**
 * setfiles labelled 40,000 new files in 0.7 s on ext4 with all inodes in memory. A disk has to read each of them first;
 * the slow rate is that of a disk with about 1000 reads a second.
 */
const filesPerSecond = { fast: 60_000, slow: 1000 } as const;

interface Mount {
  readonly device: string;
  readonly path: string;
  readonly type: string;
  readonly isReadOnly: boolean;
}

export function readLabelling(host: SwitchHost): GivenSwitchPlan['labelling'] {
  const fileSystems = mountsOf(host)
    .filter(({ type, isReadOnly }) => labelledTypes.has(type) && !isReadOnly)
    .map(({ path, type }) => ({ path, type, files: host.space(path)?.usedFiles ?? null }));
  const files = fileSystems.reduce((sum, one) => sum + (one.files ?? 0), 0);
  return {
    fileSystems,
    files,
    minSeconds: Math.ceil(files / filesPerSecond.fast),
    maxSeconds: Math.ceil(files / filesPerSecond.slow),
    basis: say(
      '{fast} files a second were measured with setfiles on ext4 whose inodes were in memory; {slow} a second ' +
        'is assumed for a disk that has to read each inode.',
      { fast: filesPerSecond.fast, slow: filesPerSecond.slow },
    ),
  };
}

export function describeUnlabelled(host: SwitchHost): readonly Phrase[] {
  return mountsOf(host).flatMap(({ path, type, isReadOnly }) => {
    if (labelledTypes.has(type))
      return isReadOnly
        ? [say('{path} is read-only and gets no labels: mount it writable for the boot that labels.', { path })]
        : [];
    return oneLabelTypes.has(type)
      ? [
          say('{path} ({type}) keeps no labels: all its files have one, and services may not read them by it.', {
            path,
            type,
          }),
        ]
      : [];
  });
}

/** Gives the first mount of each device: another one is of the same files. */
function mountsOf(host: SwitchHost): readonly Mount[] {
  const seen = new Set<string>();
  return (host.read('/proc/mounts') ?? '').split('\n').flatMap((line) => {
    const [device = '', path, type, options] = line.split(' ');
    if (path === undefined || type === undefined || options === undefined || seen.has(device)) return [];
    if (labelledTypes.has(type) || oneLabelTypes.has(type)) seen.add(device);
    return [{ device, path: unescaped(path), type, isReadOnly: options.split(',').includes('ro') }];
  });
}

/** Decodes the path as getmntent(3) does. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
