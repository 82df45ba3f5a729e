// SPDX-License-Identifier: Apache-2.0
/** What one package holds: its rows of the table, and its documents. */

import { installedFiles, installedLinks } from '../../packaging/installed-files.ts';
import type { PackageDefinition } from '../../packaging/packages.ts';
import { lintianOverrides } from './control-files.ts';
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
}

export function contentOf(
  { id, name, isArchitectureIndependent }: PackageDefinition,
  facts: ContentFacts,
): PackageContent {
  const overrides = lintianOverrides(id, facts.checkout);
  const texts = packageDocuments({ ...facts, name }, noticesOf(isArchitectureIndependent, facts));
  if (overrides !== undefined) texts.set(`/usr/share/lintian/overrides/${name}`, overrides);
  return {
    files: filesOf(
      installedFiles.filter((row) => row.package === id),
      facts.checkout,
    ),
    links: installedLinks.filter((link) => link.package === id),
    texts,
  };
}

/** Only packages with programs bundle anything of others. */
function noticesOf(isArchitectureIndependent: boolean, { sbom, checkout }: ContentFacts): string | undefined {
  return isArchitectureIndependent ? undefined : thirdPartyNotices(sbom, checkout);
}
