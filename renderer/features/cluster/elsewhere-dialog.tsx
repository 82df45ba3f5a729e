// SPDX-License-Identifier: Apache-2.0
/**
 * Sends a container to another place: a container of LXC to another host, one of Incus to another member of its
 * cluster.
 */

import { useContainers } from '../containers/containers.ts';
import { CopyDialog } from '../transfers/copies/copy-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';

interface ElsewhereDialogProps {
  readonly name: string;
}

export function ElsewhereDialog({ name }: ElsewhereDialogProps) {
  const engine = useContainers((state) => state.byName.get(name)?.engine);
  return engine === 'incus' ? <MoveDialog name={name} /> : <CopyDialog name={name} />;
}
