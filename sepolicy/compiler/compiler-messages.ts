// SPDX-License-Identifier: Apache-2.0
/** Reads what secilc writes about sources that it does not accept: which statements are meant, and where they are. */

export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Breach {
  /** Goes from the outermost statement to the rule itself: a call comes before the rule of its macro. */
  readonly path: readonly (Place & { readonly keyword: string })[];
  readonly text: string;
}

export type CompilerMessage =
  /** A neverallow rule, and the statements that break it. With `-v` all of them are listed. */
  | { readonly kind: 'neverallow'; readonly place: Place; readonly text: string; readonly breaches: readonly Breach[] }
  /** The first statement with a name that nothing declares; the name is not reported. */
  | { readonly kind: 'unresolved'; readonly place: Place; readonly keyword: string }
  /** A name that two statements declare; `place` is where one of them is, when the compiler says so. */
  | { readonly kind: 'redeclared'; readonly place: Place | null; readonly name: string }
  /** Anything else, in the compiler's words. */
  | { readonly kind: 'other'; readonly place: Place | null; readonly text: string };

/** Gives the messages in the order of the output. It leaves out the lines that only say that there were problems. */
export function compilerMessages(output: string): readonly CompilerMessage[] {
  return output
    .split(/^(?=neverallow check failed)|\n\n/m)
    .flatMap((block) => (block.startsWith('neverallow check failed') ? neverallowIn(block) : othersIn(block)));
}

function neverallowIn(block: string): readonly CompilerMessage[] {
  const [head = '', rule = '', ...lines] = block.split('\n').map((line) => line.trim());
  const place = placeIn(head);
  if (place === null) return [];
  const breaches: Breach[] = [];
  let path: (Place & { readonly keyword: string })[] = [];
  for (const line of lines) {
    const [, keyword, file = '', number] = /^(\w+) at (\S+):(\d+)$/.exec(line) ?? [];
    if (keyword !== undefined) path.push({ keyword, file, line: Number(number) });
    else if (line.startsWith('(')) {
      breaches.push({ path, text: line });
      path = [];
    }
  }
  return [{ kind: 'neverallow', place, text: rule, breaches }];
}

function othersIn(block: string): readonly CompilerMessage[] {
  return block.split('\n').flatMap((line): readonly CompilerMessage[] => {
    const text = line.trim();
    if (text === '' || closing.test(text) || declarationPlaces.test(text)) return [];
    const place = placeIn(text);
    const [, redeclared] = /^Re-declaration of \w+ (\S+)$/.exec(text) ?? [];
    if (redeclared !== undefined) return [{ kind: 'redeclared', place: badDeclarationIn(block), name: redeclared }];
    const [, keyword] = /^Failed to resolve (\w+) statement at /.exec(text) ?? [];
    return keyword !== undefined && place !== null
      ? [{ kind: 'unresolved', place, keyword }]
      : [{ kind: 'other', place, text }];
  });
}

/** The two lines that follow a redeclaration: they are about the same one. */
const declarationPlaces = /^(?:Previous declaration of|Bad \w+ declaration at) /;

function badDeclarationIn(block: string): Place | null {
  return placeIn(/^Bad \w+ declaration at .*$/m.exec(block)?.[0] ?? '');
}

const closing =
  /^(?:Failed to (?:resolve AST|compile cildb: -\d+|generate binary|build policydb|build AST|post process db)|Pre-expansion.*)$/;

function placeIn(text: string): Place | null {
  const [, file = '', line] = /\bat (\S+?):(\d+)/.exec(text) ?? [];
  return line === undefined ? null : { file, line: Number(line) };
}
