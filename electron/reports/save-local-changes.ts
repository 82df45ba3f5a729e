// SPDX-License-Identifier: Apache-2.0
/** Saves the local changes of a host as a file for another one. */

import type { BrowserWindow } from 'electron';
import type { LocalChangesForm } from '../../contract/bridge.ts';
import { saveFile } from './save-file.ts';

const kinds: Readonly<Record<LocalChangesForm, { readonly kind: string; readonly extension: string }>> = {
  shell: { kind: 'Shell script', extension: 'sh' },
  cil: { kind: 'CIL module', extension: 'cil' },
  ansible: { kind: 'Ansible playbook', extension: 'yml' },
};

export function saveLocalChanges(
  window: BrowserWindow,
  form: LocalChangesForm,
  text: string,
): Promise<string | undefined> {
  return saveFile(window, {
    title: 'Save the local changes',
    what: 'the local changes',
    name: 'local-changes',
    ...kinds[form],
    content: async () => text,
  });
}
