/** The values of a fixed list, in order: the keys of their labels. */
export const keysOf = <Key extends string>(labels: Readonly<Record<Key, unknown>>): [Key, ...Key[]] =>
  Object.keys(labels) as [Key, ...Key[]];
