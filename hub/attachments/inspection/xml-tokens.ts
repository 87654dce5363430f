// Reads the XML of a part of a document into its elements and texts: strictly, and without document types, whose entities could hide words.
import { encodingOf } from "../../../text/decode.ts";
import { damaged } from "./upload-problem.ts";

/** `name` and the keys of `attributes` are without prefix. */
export type XmlToken =
  | { readonly kind: "start"; readonly name: string; attributes(): ReadonlyMap<string, string> }
  | { readonly kind: "end"; readonly name: string }
  | { readonly kind: "text"; text(): string };

const ENCODINGS = ["utf-8", "utf-16", "us-ascii", "ascii"];

/** Throws FileRefused. */
export function decodeXml(content: Uint8Array): string {
  const encoding = encodingOf(content);
  const isUtf16 = encoding !== "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(content);
    const declared = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']+)/.exec(text)?.[1]?.toLowerCase() ?? encoding;
    if (text.includes("\0") || !ENCODINGS.includes(declared.replace(/^(utf-16)[lb]e$/, "$1"))) throw damaged();
    if (declared.startsWith("utf-16") !== isUtf16) throw damaged();
    return text;
  } catch (error) {
    if (error instanceof TypeError) throw damaged();
    throw error;
  }
}

/** Throws FileRefused where the text is not well formed. */
export function* readXml(xml: string): Generator<XmlToken> {
  for (let at = 0; at < xml.length; ) {
    const open = xml.indexOf("<", at);
    if (open !== at) {
      const from = at;
      yield { kind: "text", text: () => decodeEntities(xml.slice(from, open < 0 ? undefined : open)) };
    }
    if (open < 0) return;
    if (xml.startsWith("<?", open)) at = after(xml, "?>", open);
    else if (xml.startsWith("<!--", open)) at = after(xml, "-->", open + 4);
    else if (xml.startsWith("<![CDATA[", open)) {
      at = after(xml, "]]>", open);
      const section = xml.slice(open + 9, at - 3);
      yield { kind: "text", text: () => section };
    } else if (xml.startsWith("<!", open)) throw damaged();
    else if (xml[open + 1] === "/") {
      at = after(xml, ">", open);
      yield { kind: "end", name: localName(xml.slice(open + 2, at - 1).trimEnd()) };
    } else {
      const close = endOfTag(xml, open);
      const isEmpty = xml[close - 1] === "/";
      const tag = xml.slice(open + 1, isEmpty ? close - 1 : close);
      const name = /^[^\s/=<>"']+/.exec(tag)?.[0];
      if (name === undefined) throw damaged();
      yield { kind: "start", name: localName(name), attributes: () => attributesIn(tag.slice(name.length)) };
      if (isEmpty) yield { kind: "end", name: localName(name) };
      at = close + 1;
    }
  }
}

const localName = (name: string): string => name.slice(name.lastIndexOf(":") + 1);

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at < 0) throw damaged();
  return at + mark.length;
}

/** The position of the `>` that ends a tag. Values may contain one too. */
function endOfTag(xml: string, open: number): number {
  for (let at = open + 1; at < xml.length; at++) {
    const letter = xml[at];
    if (letter === ">") return at;
    if (letter === "<") throw damaged();
    if (letter === '"' || letter === "'") at = after(xml, letter, at + 1) - 1;
  }
  throw damaged();
}

function attributesIn(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  // Each match begins where the one before ended, so that the work is bounded.
  const attribute = /\s+(?<name>[^\s=<>"']+)\s*=\s*(?:"(?<double>[^"<]*)"|'(?<single>[^'<]*)')/y;
  let end = 0;
  for (let found = attribute.exec(text); found; found = attribute.exec(text)) {
    end = attribute.lastIndex;
    const { name: given = "", double, single = "" } = found.groups ?? {};
    const name = localName(given);
    // Which of two would count is a guess.
    if (attributes.has(name)) throw damaged();
    if (!given.startsWith("xmlns")) attributes.set(name, decodeEntities(double ?? single));
  }
  if (text.slice(end).trim() !== "") throw damaged();
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,10}));|&/gi, (_, hex?: string, decimal?: string, name = "") => {
    const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
    const letter = code === undefined ? ENTITIES[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (letter === undefined) throw damaged();
    return letter;
  });
}
