// The name of a stream: its category, followed by a hyphen and its id if the category has more than one stream. Only this file builds and parses
// stream names. EventStoreDB divides names in the same way.

export type StreamParts = { readonly category: string; readonly streamId: string };

/** No category contains a hyphen. */
const DIVIDER = "-";

export const streamName = (category: string, id: string): string => (id === "" ? category : category + DIVIDER + id);

/** The id is empty for the only stream of a category. */
export function streamParts(name: string): StreamParts {
  const end = name.indexOf(DIVIDER);
  return end < 0 ? { category: name, streamId: "" } : { category: name.slice(0, end), streamId: name.slice(end + 1) };
}
