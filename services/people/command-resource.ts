// What policy decides a command on a person's stream about.
import type { Resource } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import type { PeopleCommand } from "./decide.ts";

/** A council's officers are decided on as the council's. */
export function resourceOfPeopleCommand(
  { name, input }: PeopleCommand,
  councils: Pick<Councils, "status">,
  today: string,
): Resource {
  const { person } = input;
  if (name !== "nameOfficer" && name !== "endOfficer") return { type: "PersonRecord", id: person, facts: { person } };
  const status = councils.status(input.council, today);
  const { code, region } = status.kind === "unknown" ? { code: input.council, region: "" } : status.council;
  return { type: "Council", id: code, facts: { code, region } };
}
