// SPDX-License-Identifier: Apache-2.0
/** What a person wants to do with saved workspaces, kept here until the page of the workspace shows it. */

import { create } from 'zustand';
import { navigate } from '../../window/location.ts';

type AskedWorkspace = { readonly kind: 'list' } | { readonly kind: 'open'; readonly name: string };

export const useAskedWorkspace = create<{ readonly asked: AskedWorkspace | undefined }>(() => ({ asked: undefined }));

/** Goes to the workspace, and shows there what was asked for. */
export function askForWorkspace(asked: AskedWorkspace): void {
  useAskedWorkspace.setState({ asked });
  navigate({ page: 'workspace' });
}

export function endAsking(): void {
  useAskedWorkspace.setState({ asked: undefined });
}
