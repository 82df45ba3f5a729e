// SPDX-License-Identifier: Apache-2.0
export function readBannedWords(): readonly string[];
export function readBannedNamePattern(): string;
export function parseBannedWords(glossary: string): readonly string[];
export function parseBannedNames(glossary: string): readonly string[];
export function createNamePattern(names: readonly string[]): string;
