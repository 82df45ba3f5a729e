// SPDX-License-Identifier: Apache-2.0
/** What a Debian package holds: its rows of the table, and its documents. */

import { installedFiles, installedLinks } from '../../packaging/installed-files.ts';
import type { PackageDefinition } from '../../packaging/packages.ts';
import { type Counterpart, replaceNative } from './native-packages.ts';
import { lintianOverrides } from './deb/control-files.ts';
import { packageDocuments, thirdPartyNotices } from './package-documents.ts';
import type { Sbom } from './sbom.ts';
import { filesOf, type PackageContent } from './stage-package.ts';

export interface ContentFacts {
  readonly version: string;
  readonly maintainer: string;
  /** Seconds. */
  readonly time: number;
  readonly sbom: Sbom;
  readonly checkout: string;
  /** Holds the native packages of another processor than this machine's, where the package is for one. */
  readonly natives: readonly Counterpart[];
}

export function contentOf(definition: PackageDefinition, facts: ContentFacts): PackageContent {
  const { id, name } = definition;
  const overrides = lintianOverrides(id, facts.checkout);
  const texts = packageDocuments({ ...facts, name }, noticesOf(definition, facts));
  if (overrides !== undefined) texts.set(`/usr/share/lintian/overrides/${name}`, overrides);
  return { ...installedOf(definition, { ...facts, hasApt: true }), texts };
}

/** The rows of the table, without documents; `hasApt` where the package is one of Debian. */
export function installedOf(
  { id }: PackageDefinition,
  { checkout, natives, hasApt }: Pick<ContentFacts, 'checkout' | 'natives'> & { readonly hasApt: boolean },
): Pick<PackageContent, 'files' | 'links'> {
  const rows = installedFiles.filter((row) => row.package === id && (hasApt || row.isOfDebian === undefined));
  return {
    files: replaceNative(filesOf(rows, checkout), natives),
    links: installedLinks.filter((link) => link.package === id),
  };
}

export function noticesOf({ hasNotices }: PackageDefinition, { sbom, checkout }: ContentFacts): string | undefined {
  return hasNotices === undefined ? undefined : thirdPartyNotices(sbom, checkout);
}
