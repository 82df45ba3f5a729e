/** The dialog that stands open, if one does. */

import { OwnDomainDialog } from '../pages/confine/own-domain-dialog.tsx';
import { AttackDialog } from '../pages/container/attack-dialog.tsx';
import { LabelsDialog } from '../pages/container/labels-dialog.tsx';
import { CreateDialog } from '../pages/create/create-dialog.tsx';
import { ApplyDialog } from '../pages/remedy/apply-dialog.tsx';
import { RemoveDialog } from '../pages/remove/remove-dialog.tsx';
import { RevealDialog } from '../pages/reveal/reveal-dialog.tsx';
import { useDialog } from '../stores/dialogs.ts';
import { AddHostDialog } from './add-host-dialog.tsx';
import { CommandPalette } from './command-palette.tsx';
import { KeysDialog } from './keys-dialog.tsx';

export function CurrentDialog() {
  const dialog = useDialog((state) => state.dialog);
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'create':
      return <CreateDialog />;
    case 'remove':
      return <RemoveDialog names={dialog.names} />;
    case 'own-domain':
      return <OwnDomainDialog name={dialog.name} />;
    case 'apply-remedy':
      return <ApplyDialog asked={dialog.asked} remedy={dialog.remedy} />;
    case 'attack':
      return <AttackDialog name={dialog.name} />;
    case 'labels':
      return <LabelsDialog name={dialog.name} />;
    case 'reveal':
      return <RevealDialog />;
    case 'palette':
      return <CommandPalette />;
    case 'keys':
      return <KeysDialog />;
    case 'add-host':
      return <AddHostDialog />;
  }
}
