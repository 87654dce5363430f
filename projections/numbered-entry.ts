/**
 * Where a list goes on: an entry's number, and what no entry of another history has. After a restore from a backup the same number can be
 * another entry's.
 */
export type NumberedEntry = { readonly number: string; readonly proof: string };
