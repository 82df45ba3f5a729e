// SPDX-License-Identifier: Apache-2.0
/** Reads and writes YAML 1.2. All of the library is behind this file. */

export { formatYaml } from './format-yaml.ts';
export { readDocuments } from './read-documents.ts';
