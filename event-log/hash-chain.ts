// Each event carries the hash of the one before it in its stream, over the bytes as stored, so that tampering and gaps show.
import { hash } from "node:crypto";

/** Data and metadata are the stored JSON text, sealed parts included. */
export type HashedRow = {
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly metadata: string;
  readonly data: string;
  readonly previousHash: string;
};

/** SHA-256, hexadecimal. JSON of an array keeps field borders unambiguous. */
export function hashOf(row: HashedRow): string {
  const fields = [row.stream, row.version, row.id, row.type, row.at, row.metadata, row.data, row.previousHash];
  return hash("sha256", JSON.stringify(fields));
}
