/** The end of a page: an entry's number and its proof, because after a restore from a backup another entry can have the number. */
export type NumberedEntry = { readonly number: string; readonly proof: string };
