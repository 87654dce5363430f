// HTML by a tagged template: whatever is put in is text, unless it is such a template itself.

export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Content = Html | string | number | null | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (Array.isArray(content)) return content.map(markupOf).join("");
  return content === null || content === undefined || content === false ? "" : escaped(String(content));
}

/** Markup with text put in; nothing, null and false put in nothing. Put text into elements and quoted attributes only. */
export const html = (strings: TemplateStringsArray, ...contents: readonly Content[]): Html =>
  new Html(strings.map((string, at) => string + markupOf(contents[at])).join(""));

/** Markup that is ours throughout. */
export const ours = (markup: string): Html => new Html(markup);
