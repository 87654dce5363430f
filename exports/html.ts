// Builds HTML as a tree, and escapes text when it writes the tree.
import type { Pieces } from "./pieces.ts";

export type Element = { readonly tag: string; readonly contents: readonly (string | Element)[] };

/** `tag` may have attributes; it never contains data. */
export const element = (tag: string, ...contents: Element["contents"]): Element => ({ tag, contents });

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Writes an element in pieces: the contents of its `levels` outermost levels, one by one. */
export function* markupInPieces(content: string | Element, levels: number): Pieces {
  if (levels === 0 || typeof content === "string") return yield markup(content);
  yield `<${content.tag}>`;
  for (const inner of content.contents) yield* markupInPieces(inner, levels - 1);
  yield endOf(content);
}

const endOf = ({ tag }: Element): string => `</${tag.split(" ", 1)}>\n`;

export function markup(content: string | Element): string {
  if (typeof content === "string") return content.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  return `<${content.tag}>${content.contents.map(markup).join("")}${endOf(content)}`;
}
