// SPDX-License-Identifier: Apache-2.0
/**
 * Sends a container to another place: one on a member of a cluster to another member, any other to another host.
 */

import { useContainers } from '../containers/containers.ts';
import { CopyDialog } from '../transfers/copies/copy-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';

interface ElsewhereDialogProps {
  readonly name: string;
}

export function ElsewhereDialog({ name }: ElsewhereDialogProps) {
  const member = useContainers((state) => state.byName.get(name)?.member ?? null);
  return member === null ? <CopyDialog name={name} /> : <MoveDialog name={name} />;
}
