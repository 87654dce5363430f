// What must not be in the HTML of a page.

/** Scripts and styles within the page, and addresses elsewhere. */
export const findEmbedded = (html: string): readonly string[] =>
  html.match(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|(?:src|href)="(?:https?:)?\/\//g) ?? [];

/** UUIDs, enumeration values and field names in the visible text. */
export const findInternal = (html: string): readonly string[] =>
  html.replace(/<[^>]*>/g, " ").match(/[0-9a-f]{8}-[0-9a-f]{4}-|\b[A-Z]{2,}_[A-Z_]+\b|\b[a-z]+[A-Z]\w+\b|undefined|\[object/g) ??
  [];
