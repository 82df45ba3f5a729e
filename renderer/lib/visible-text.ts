// SPDX-License-Identifier: Apache-2.0
/**
 * Text that a container controls, made visible: control, format and bidi characters become escapes, so that they can
 * neither hide, reorder nor imitate anything on the screen.
 */

/** A run of text; `escaped` marks what stands for characters that are not shown as themselves. */
export interface VisibleRun {
  readonly text: string;
  readonly isEscaped: boolean;
}

/**
 * Cc control, Cf format (bidi overrides, zero width), Zl/Zp separators, Cs lone surrogates, Co private use, Cn
 * unassigned.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

export function visibleRuns(text: string): readonly VisibleRun[] {
  const runs: { text: string; isEscaped: boolean }[] = [];
  for (const character of text) {
    const isEscaped = hidden.test(character);
    const shown = isEscaped ? escapeCharacter(character) : character;
    const last = runs.at(-1);
    if (last?.isEscaped === isEscaped) last.text += shown;
    else runs.push({ text: shown, isEscaped });
  }
  return runs;
}

/** Writes the runs as one string, for attributes and for text that is copied. */
export function visibleText(text: string): string {
  return visibleRuns(text)
    .map((run) => run.text)
    .join('');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a) return '\\n';
  if (code === 0x09) return '\\t';
  if (code === 0x0d) return '\\r';
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u{${code.toString(16)}}`;
}
