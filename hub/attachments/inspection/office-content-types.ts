// The list of content types in a document of Office: by the name of a part, or else by its extension.
import { damaged } from "./upload-problem.ts";
import { readXml } from "./xml-tokens.ts";

export type ContentTypes = {
  /** In small letters, without parameters; empty if the part has none. */
  of(name: string): string;
};

/** Throws FileRefused. */
export function readContentTypes(xml: string): ContentTypes {
  const byExtension = new Map<string, string>();
  const byName = new Map<string, string>();
  const add = (types: Map<string, string>, key: string, type: string) => {
    if (types.has(key)) throw damaged();
    types.set(key, (type.split(";")[0] ?? "").trim().toLowerCase());
  };
  for (const token of readXml(xml)) {
    if (token.kind !== "start") continue;
    const attributes = token.attributes();
    const type = attributes.get("ContentType") ?? "";
    if (token.name === "Default") add(byExtension, attributes.get("Extension")?.toLowerCase() ?? "", type);
    if (token.name === "Override") add(byName, attributes.get("PartName")?.toLowerCase().replace(/^\//, "") ?? "", type);
  }
  return {
    of(given) {
      const name = given.toLowerCase();
      return byName.get(name) ?? byExtension.get(name.slice(name.lastIndexOf(".") + 1)) ?? "";
    },
  };
}
