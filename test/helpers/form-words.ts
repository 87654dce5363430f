// What a browser sends of a page's form: every input with its value, as the page has it.

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#96": "`", "#92": "\\" };
const decode = (html: string): string => html.replace(/&(#?\w+);/g, (entity, name) => ENTITIES[name] ?? entity);
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decode(found);
};
const isChosen = (tag: string): boolean => /\s(?:checked|selected)(?=[\s>])/.test(tag);

/** The inputs of the page's forms, without buttons. */
export function formWords(html: string): Record<string, string> {
  const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const words: Record<string, string> = {};
  for (const [tag] of main.matchAll(/<input[^>]*>/g)) {
    const isChoice = /type="(?:radio|checkbox)"/.test(tag);
    if (!isChoice || isChosen(tag)) words[attribute(tag, "name") ?? ""] = attribute(tag, "value") ?? "";
  }
  // The line end after the tag is the page's.
  for (const [, tag = "", text = ""] of main.matchAll(/(<textarea[^>]*>)\n?([^<]*)<\/textarea>/g))
    words[attribute(tag, "name") ?? ""] = decode(text);
  for (const [, tag = "", options = ""] of main.matchAll(/(<select[^>]*>)(.*?)<\/select>/gs)) {
    const chosen = [...options.matchAll(/<option[^>]*>/g)].find(([option]) => isChosen(option));
    words[attribute(tag, "name") ?? ""] = chosen ? (attribute(chosen[0], "value") ?? "") : "";
  }
  return words;
}
