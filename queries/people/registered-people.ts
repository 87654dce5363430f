// Registered people, for sign-in. It grants no rights; in development it lists whom a developer can sign in as.
import { findBody } from "../../reference/bodies.ts";
import { findRegion } from "../../reference/regions.ts";
import { roleOf } from "../../services/people/roles.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";

type RegisteredPerson = { readonly person: string; readonly name: string; readonly about: string };

const PAGE = 200;
const MAX_PEOPLE = 1_000;

export const isRegistered = ({ people }: Pick<ReadDeps, "people">, person: string): boolean =>
  people.queries().viewer(person) !== undefined;

/** The first thousand people, with their roles of today, in the order of their names. */
export function listRegisteredPeople({ people, councils }: Pick<ReadDeps, "people" | "councils">): readonly RegisteredPerson[] {
  const found: Viewer[] = [];
  for (let last = "", isOver = false; !isOver && found.length < MAX_PEOPLE; ) {
    const page = people.queries().page(last, PAGE);
    found.push(...page);
    last = page.at(-1)?.person ?? last;
    isOver = page.length < PAGE;
  }
  const nameOfCouncil = (code: string | undefined) => (code === undefined ? undefined : councils.find(code)?.name);
  const about = ({ assignments }: Viewer): string => {
    const current = assignments.filter((one) => one.current);
    if (current.length === 0) return "No role today";
    return current
      .map(({ role, council, body, regions }) => {
        const of = [nameOfCouncil(council), body && findBody(body)?.name, ...regions.map((code) => findRegion(code)?.name)];
        return [roleOf(role).label, ...of.filter((name) => name !== undefined)].join(", ");
      })
      .join("; ");
  };
  return found
    .map((viewer) => ({ person: viewer.person, name: viewer.name ?? "A person whose name was erased", about: about(viewer) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
