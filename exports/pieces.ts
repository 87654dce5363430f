// A file of an export is written in pieces. A whole ledger takes long to write, and its caller can let other requests run between two pieces.

/** Yields the text of a file. An empty piece is a step that adds no text. */
export type Pieces<Result = void> = Generator<string, Result, undefined>;

/** Makes something of each item, in a step each. */
export function* mapInSteps<From, To>(items: readonly From[], make: (item: From) => To): Pieces<readonly To[]> {
  const made: To[] = [];
  for (const item of items) {
    made.push(make(item));
    yield "";
  }
  return made;
}
