// How an export names what has an id: for programs by name and id, for people by name alone, with the ids in a list at the end.
import type { LedgerDocument } from "./ledger-document.ts";
import { mapInSteps, type Pieces } from "./pieces.ts";

export type Naming = {
  /** Of a person, a body, a council: `id` is its id or code. Returns the id if there is no name. */
  readonly name: (named: Named) => string;
  readonly policy: (id: string) => string;
  /** Of a share, a piece of evidence and other records. */
  readonly record: (id: string) => string;
  /** Of a file: for programs with its id and SHA-256, for people without, because the page lists them at its end. */
  readonly file: (file: Named & { readonly sha256: string }) => string;
};
export type Named = { readonly id: string; readonly name: string };

export const NAMES_WITH_IDS: Naming = {
  name: ({ id, name }) => (name ? `${name} (${id})` : id),
  policy: (id) => id,
  record: (id) => id,
  file: ({ id, name, sha256 }) => `${name} (${id}, SHA-256 ${sha256})`,
};

/**
 * Names for people: policies have their numbers in the document's list, and records are numbered in the order in which they are named. Two people, bodies
 * or councils with the same name keep their ids. `records` and `files` list what was named until then: each record with its id, each file with its SHA-256.
 */
export function namesForReading(
  { policies }: Pick<LedgerDocument, "policies">,
  named: readonly Named[],
): Naming & Readonly<Record<"records" | "files", () => readonly Named[]>> {
  const ids = Map.groupBy(named, ({ name }) => name);
  const numbers = new Map([...new Set(policies.map(({ id }) => id))].map((id, index) => [id, index + 1]));
  const records = new Map<string, number>();
  /** The id of a file -> its name and SHA-256. Two files can have the same content. */
  const files = new Map<string, Named>();
  return {
    records: () => [...records].map(([id, number]) => ({ id, name: `Record ${number}` })),
    files: () => [...files.values()],
    file({ id, name, sha256 }) {
      files.set(id, { id: sha256, name });
      return name;
    },
    record: (text) =>
      text.replace(RECORD_ID, (id) => {
        const number = records.get(id) ?? records.size + 1;
        records.set(id, number);
        return `record ${number}`;
      }),
    name: (one) => (one.name && (ids.get(one.name)?.length ?? 0) < 2 ? one.name : NAMES_WITH_IDS.name(one)),
    policy: (id) => (numbers.has(id) ? `policy ${numbers.get(id)}` : id),
  };
}

const RECORD_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Whatever has a name and an id or code, each once, by name. A record about a person has the person's id and name beside its own id. */
export function* namedIn(ledger: LedgerDocument): Pieces<readonly Named[]> {
  const found = new Map<string, Named>();
  const collect = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const { id, code = id, person = code, name } = one as Record<string, unknown>;
    if (typeof person === "string" && typeof name === "string" && name !== "")
      found.set(JSON.stringify([person, name]), { id: person, name });
    for (const inner of Object.values(one)) collect(inner);
  };
  yield* mapInSteps(Object.values(ledger).flat(), collect);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}
