// How an export names what has an id: for programs by name and id, for people by name alone, with the ids in a list at the end.
import type { LedgerDocument } from "./ledger-document.ts";

export type Naming = {
  /** Of a person, a body, a council: `id` is its id or code. Returns the id if there is no name. */
  readonly name: (named: Named) => string;
  readonly policy: (id: string) => string;
};
type Named = { readonly id: string; readonly name: string };

export const NAMES_WITH_IDS: Naming = {
  name: ({ id, name }) => (name ? `${name} (${id})` : id),
  policy: (id) => id,
};

/** Policies by their number in the document's list. Of two that have the same name each keeps its id. */
export function namesForReading(ledger: LedgerDocument): Naming & { readonly named: readonly Named[] } {
  const named = namedIn(ledger);
  const ids = Map.groupBy(named, ({ name }) => name);
  const numbers = new Map([...new Set(ledger.policies.map(({ id }) => id))].map((id, index) => [id, index + 1]));
  return {
    named,
    name: (one) => (one.name && (ids.get(one.name)?.length ?? 0) < 2 ? one.name : NAMES_WITH_IDS.name(one)),
    policy: (id) => (numbers.has(id) ? `policy ${numbers.get(id)}` : id),
  };
}

/** Whatever has a name and an id or code, each once, by name. A record about a person has the person's id and name beside its own id. */
export function namedIn(value: unknown): readonly Named[] {
  const found = new Map<string, Named>();
  const collect = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const { id, code = id, person = code, name } = one as Record<string, unknown>;
    if (typeof person === "string" && typeof name === "string" && name !== "")
      found.set(JSON.stringify([person, name]), { id: person, name });
    for (const inner of Object.values(one)) collect(inner);
  };
  collect(value);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}
