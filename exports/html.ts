// Builds HTML as a tree, and escapes text when it writes the tree.
export type Element = { readonly tag: string; readonly contents: readonly (string | Element)[] };

/** `tag` may have attributes; it never contains data. */
export const element = (tag: string, ...contents: Element["contents"]): Element => ({ tag, contents });

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function markup(content: string | Element): string {
  if (typeof content === "string") return content.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
  return `<${content.tag}>${content.contents.map(markup).join("")}</${content.tag.split(" ", 1)}>\n`;
}
