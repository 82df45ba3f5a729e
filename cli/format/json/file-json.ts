// SPDX-License-Identifier: Apache-2.0
/** A file of a container as `--json` has it. */

import { octalMode } from '../../../contract/wording/describe-file.ts';
import type { ContainerFile } from '../../../contract/model/containers/container-file.ts';

interface FileRow {
  readonly name: string;
  readonly kind: ContainerFile['kind'];
  readonly bytes: number;
  readonly mode: string;
  /** Give the ids of the container; null where it has none for the host's. */
  readonly user: number | null;
  readonly group: number | null;
  readonly host_user: number;
  readonly host_group: number;
  readonly modified: number;
  readonly label: string | null;
  readonly target: string | null;
  readonly version: string;
}

export function fileRow(file: ContainerFile): FileRow {
  const { name, kind, bytes, mode, user, group, modifiedAt, label, target, version } = file;
  return {
    name,
    kind,
    bytes,
    mode: octalMode(mode),
    user: user.inside,
    group: group.inside,
    host_user: user.host,
    host_group: group.host,
    modified: modifiedAt,
    label,
    target,
    version,
  };
}
