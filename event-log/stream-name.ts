// The name of a stream: its category, and after a hyphen its id, where the category has more than one stream. Names are made and taken
// apart here alone. EventStoreDB divides names in the same way.

export type StreamParts = { readonly category: string; readonly streamId: string };

/** No category holds a hyphen. */
const DIVIDER = "-";

export const streamName = (category: string, id: string): string => (id === "" ? category : category + DIVIDER + id);

/** The id is empty for the only stream of a category. */
export function streamParts(name: string): StreamParts {
  const end = name.indexOf(DIVIDER);
  return end < 0 ? { category: name, streamId: "" } : { category: name.slice(0, end), streamId: name.slice(end + 1) };
}
