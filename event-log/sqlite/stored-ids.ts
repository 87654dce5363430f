// Ids and hashes in a log's file: those of the usual form are stored as bytes, which take half the room. Any other text is stored as it is, so that
// nothing changes in a log that was tampered with, or whose commands have ids of another form.

export type StoredId = string | Uint8Array;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
/** The stored form of an id. */
export const storedId = (id: string): StoredId => (UUID.test(id) ? Buffer.from(id.replaceAll("-", ""), "hex") : id);
/** The stored form of a hash. */
export const storedHash = (hash: string): StoredId => (HASH.test(hash) ? Buffer.from(hash, "hex") : hash);

const hexOf = (bytes: string): string => `lower(hex(${bytes}))`;
const uuidOf = (bytes: string): string =>
  [
    [1, 8],
    [9, 4],
    [13, 4],
    [17, 4],
    [21, 12],
  ]
    .map(([from, length]) => `substr(${hexOf(bytes)}, ${from}, ${length})`)
    .join("||'-'||");
const textOf = (column: string, text: string): string => `CASE typeof(${column}) WHEN 'blob' THEN ${text} ELSE ${column} END`;

/** SQL: the text of a stored column. */
export const idText = (column: string): string => textOf(column, uuidOf(column));
export const hashText = (column: string): string => textOf(column, hexOf(column));

/** SQL: what is stored of a column of text, as by the functions above. */
const storedOf = (column: string, length: number, bytes: string, text: string): string =>
  `CASE WHEN length(${column}) = ${length} AND ${text} = ${column} THEN ${bytes} ELSE ${column} END`;
export const storedIdSql = (column: string): string =>
  storedOf(column, 36, `unhex(${column}, '-')`, uuidOf(`unhex(${column}, '-')`));
export const storedHashSql = (column: string): string => storedOf(column, 64, `unhex(${column})`, hexOf(`unhex(${column})`));
