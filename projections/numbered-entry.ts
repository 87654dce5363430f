/** Where a page ends: an entry's number, and its proof: after a restore from a backup another entry can have the number. */
export type NumberedEntry = { readonly number: string; readonly proof: string };
