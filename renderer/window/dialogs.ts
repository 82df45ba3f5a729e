// SPDX-License-Identifier: Apache-2.0
/** Holds the dialog that stands open: at most one. */

import { create } from 'zustand';
import type { ContainerFile } from '../../contract/model/containers/container-file.ts';
import type { AskedChange } from '../../contract/confirmations.ts';
import type { Remedy } from '../../contract/model/denials/explanation.ts';

/** Names a chosen container that the action is not for. */
export interface OmittedContainer {
  readonly name: string;
  readonly reason: string;
}

export interface ChosenContainers {
  readonly names: readonly string[];
  readonly omitted?: readonly OmittedContainer[] | undefined;
}

export type Dialog =
  | { readonly kind: 'none' }
  /** The image that is chosen at first, or the container whose choices it begins with; as usual when left out. */
  | { readonly kind: 'create'; readonly image?: string; readonly like?: string }
  | { readonly kind: 'import-container' }
  | {
      readonly kind: 'rename' | 'change-network' | 'copy-container' | 'adopt' | 'restore-original' | 'remove-original';
      readonly name: string;
    }
  | ({ readonly kind: 'remove' } & ChosenContainers)
  /** Asks before the state of containers is changed. */
  | ({ readonly kind: 'confirm'; readonly change: Exclude<AskedChange, 'remove'> } & ChosenContainers)
  /** The snapshot is null for the files as they are now. */
  | { readonly kind: 'clone'; readonly name: string; readonly snapshot: string | null }
  | { readonly kind: 'restore-snapshot'; readonly name: string; readonly snapshot: string }
  | { readonly kind: 'remove-snapshot'; readonly name: string; readonly snapshot: string }
  /** The folder and the path are those of the container. */
  | { readonly kind: 'new-folder'; readonly name: string; readonly folder: string }
  | { readonly kind: 'edit-file'; readonly name: string; readonly path: string }
  | {
      readonly kind: 'rename-file' | 'file-properties';
      readonly name: string;
      readonly folder: string;
      readonly file: ContainerFile;
    }
  | {
      readonly kind: 'remove-files';
      readonly name: string;
      readonly folder: string;
      readonly files: readonly ContainerFile[];
    }
  | { readonly kind: 'import-image' | 'pull-image' }
  /** Names an image of the host; the dialog looks for the newer one of that image. */
  | { readonly kind: 'find-images'; readonly newerOf?: string }
  /** The name is a container's. */
  | { readonly kind: 'make-image'; readonly name: string }
  | { readonly kind: 'image' | 'remove-image'; readonly name: string }
  | { readonly kind: 'snapshot-schedule'; readonly name: string }
  | ({ readonly kind: 'limits' | 'tags' | 'move' } & ChosenContainers)
  | {
      readonly kind: 'apply-remedy';
      /** The denials that it is for; `container` is null for a process of the host. */
      readonly target: { readonly group: string; readonly container: string | null };
      readonly remedy: Remedy;
    }
  | {
      readonly kind: 'own-domain';
      readonly name: string;
      /** It learns first, with these choices, as they are typed; `others` is the number of causes that no choice covers. */
      readonly learn?: { readonly ports: string; readonly connect: readonly string[]; readonly others: number };
    }
  | { readonly kind: 'container-drill'; readonly name: string }
  | { readonly kind: 'labels'; readonly name: string }
  | { readonly kind: 'dontaudit' }
  | { readonly kind: 'export-changes' }
  | { readonly kind: 'host-report' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'evacuate'; readonly action: 'evacuate' | 'restore'; readonly member: string }
  /** `address`: of one that is offered; undefined to type one. */
  | { readonly kind: 'add-host'; readonly address?: string };

interface DialogState {
  readonly dialog: Dialog;
}

export const useDialog = create<DialogState>(() => ({ dialog: { kind: 'none' } }));

export function openDialog(dialog: Dialog): void {
  useDialog.setState({ dialog });
}

export function closeDialog(): void {
  useDialog.setState({ dialog: { kind: 'none' } });
}
