// What policy decides a command on a council's stream about.
import type { Resource } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { contactResource } from "./contact-facts.ts";
import type { CouncilCommand } from "./decide.ts";
import { routineContactCommands } from "./routine-contacts.ts";
import type { CouncilState } from "./state.ts";

/** Policy decides an approach as a resource of its body, and everything else as the council's. */
export function resourceOfCommand(
  command: CouncilCommand,
  state: CouncilState,
  { code, region }: Pick<Council, "code" | "region">,
): Resource {
  if (isOnContact(command)) {
    const known = command.name === "recordContact" ? command.input : contactOf(state, command.input.contact);
    return contactResource({ code, region }, known?.strand);
  }
  if (command.name !== "planApproach" && command.name !== "cancelApproach")
    return { type: "Council", id: code, facts: { code, region } };
  const body =
    command.name === "planApproach"
      ? command.input.body
      : (state.approaches.find(({ approach }) => approach === command.input.approach)?.body ?? "");
  return { type: "Approach", id: code, facts: { council: code, region, body } };
}

type ContactCommand = Extract<CouncilCommand, { name: "recordContact" | "correctContact" | "withdrawContact" }>;
const isOnContact = (command: CouncilCommand): command is ContactCommand => command.name in routineContactCommands;

const contactOf = ({ routineContacts }: CouncilState, id: string) => routineContacts.find(({ contact }) => contact === id);
