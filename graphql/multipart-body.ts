// Reads a form with a file, as browsers send it (multipart/form-data). All bounds are on what is kept in memory; what exceeds them is read and dropped.
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { Request } from "express";
import { MAX_FILE_BYTES } from "../reference/accepted-files.ts";

/** What a form may have beside its file: fields, and bytes of all of them. */
const MAX_FIELDS = 500;
const MAX_FIELD_BYTES = 500_000;

/** Of a file that is too large `content` has a byte more than a file may have. */
export type SentFile = { readonly name: string; readonly content: Uint8Array };
/** `file`: the first that was selected; undefined if none was. */
type MultipartForm = {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly file: SentFile | undefined;
};

/** Undefined if it is no such form, or has too many fields. */
export async function readMultipart(request: Request): Promise<MultipartForm | undefined> {
  const contentType = request.headers["content-type"];
  if (contentType === undefined || !request.is("multipart/form-data")) return undefined;
  const fields = new Map<string, string[]>();
  let file: SentFile | undefined;
  let [bytes, isCut] = [0, false];
  try {
    const parser = new Busboy({
      headers: { "content-type": contentType },
      limits: { files: 1, fileSize: MAX_FILE_BYTES + 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES, headerPairs: 20 },
    });
    parser.on("field", (name, value, isNameCut, isValueCut) => {
      bytes += Buffer.byteLength(value);
      isCut ||= isNameCut || isValueCut || bytes > MAX_FIELD_BYTES;
      fields.set(name, [...(fields.get(name) ?? []), value]);
    });
    parser.on("file", (_field, stream, name = "") => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const content = Buffer.concat(chunks);
        // A browser sends a field of files without a selection as an empty file without a name.
        if (name !== "" || content.length > 0) file = { name, content };
      });
    });
    parser.on("fieldsLimit", () => {
      isCut = true;
    });
    await pipeline(request, parser);
  } catch {
    return undefined;
  }
  if (isCut) return undefined;
  const entries = [...fields].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? "")] as const);
  return { fields: Object.fromEntries(entries), file };
}
