// SPDX-License-Identifier: Apache-2.0
/** What one package holds: its rows of the table, and its documents. */

import { installedFiles, installedLinks } from '../../packaging/installed-files.ts';
import type { PackageDefinition } from '../../packaging/packages.ts';
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
  const notices = isArchitectureIndependent ? undefined : thirdPartyNotices(facts.sbom, facts.checkout);
  return {
    files: filesOf(
      installedFiles.filter((row) => row.package === id),
      facts.checkout,
    ),
    links: installedLinks.filter((link) => link.package === id),
    texts: packageDocuments({ ...facts, name }, notices),
  };
}
