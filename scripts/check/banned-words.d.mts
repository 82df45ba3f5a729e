// SPDX-License-Identifier: Apache-2.0
export function readBannedWords(): readonly string[];
export function parseBannedWords(glossary: string): readonly string[];
