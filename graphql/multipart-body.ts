// Reads a form with a file, as browsers send it (multipart/form-data). What a form may have is bounded; of one that has more nothing is kept, and the rest of it
// is read without looking at it.
import { Busboy } from "@fastify/busboy";
import type { Request } from "express";
import { MAX_FILE_BYTES } from "../reference/accepted-files.ts";

/** What a form may have beside its file: fields, and bytes of all of them. */
const MAX_FIELDS = 500;
const MAX_FIELD_BYTES = 500_000;
/** With the file, and the end of the form. */
const MAX_PARTS = MAX_FIELDS + 2;

/** Of a file that is too large `content` has a byte more than a file may have. */
export type SentFile = { readonly name: string; readonly content: Uint8Array };
/** `file`: the first that was selected; undefined if none was. */
export type MultipartForm = {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly file: SentFile | undefined;
};

/** Undefined if it is no such form, has more than it may have, or did not arrive whole. */
export async function readMultipart(request: Request): Promise<MultipartForm | undefined> {
  const contentType = request.headers["content-type"];
  if (contentType === undefined || !request.is("multipart/form-data")) return undefined;
  const fields = new Map<string, string[]>();
  let file: SentFile | undefined;
  let bytes = 0;
  let parser: InstanceType<typeof Busboy>;
  try {
    parser = new Busboy({
      headers: { "content-type": contentType },
      limits: {
        ...{ files: 1, fileSize: MAX_FILE_BYTES + 1, headerPairs: 20, parts: MAX_PARTS },
        ...{ fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
      },
    });
  } catch {
    return undefined;
  }
  const isRead = await new Promise<boolean>((resolve) => {
    const end = (isWhole: boolean) => {
      // Parsing what is skipped takes as long as parsing what is kept.
      request.unpipe(parser);
      request.resume();
      resolve(isWhole);
    };
    const refuse = () => end(false);
    parser.on("field", (name, value, isNameCut, isValueCut) => {
      bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
      if (isNameCut || isValueCut || bytes > MAX_FIELD_BYTES) return refuse();
      fields.set(name, [...(fields.get(name) ?? []), value]);
    });
    parser.on("file", (_field, stream, name = "") => {
      const chunks: Buffer[] = [];
      // A form that ends within its file is an error of this stream, too.
      stream.on("error", refuse);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const content = Buffer.concat(chunks);
        // A browser sends a field of files without a selection as an empty file without a name.
        if (name !== "" || content.length > 0) file = { name, content };
      });
    });
    for (const limit of ["partsLimit", "fieldsLimit"] as const) parser.on(limit, refuse);
    parser.on("error", refuse);
    parser.on("finish", () => end(true));
    // Where it ends without having finished, and where the client has left.
    parser.on("close", refuse);
    request.once("error", refuse);
    request.once("close", () => {
      if (!request.complete) refuse();
    });
    request.pipe(parser);
  });
  if (!isRead) return undefined;
  const entries = [...fields].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? "")] as const);
  return { fields: Object.fromEntries(entries), file };
}
