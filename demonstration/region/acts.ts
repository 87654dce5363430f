// What people do in the played region: commands with keys of their own, and questions, whose answers are on record as disclosures.
import pino from "pino";
import { contextOf } from "../../graphql/context.ts";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import type { Hub } from "../../hub/hub.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import type { Outcome } from "../../services/pipeline/execute-command.ts";
import { asPerson } from "../ask.ts";

type Service = "concern" | "support" | "submission" | "signal" | "council" | "people";

/** A council of the region, with the people who speak for it. */
export type Place = {
  readonly code: string;
  readonly name: string;
  readonly chiefExecutive: string;
  readonly leader: string;
};

export type Acts = ReturnType<typeof openActs>;

const OPENING = `query($id: ID!) { concern(id: $id) { summary { text replies { text } } evidence { account source } } }`;

export function openActs(hub: Hub) {
  const { read, carryOut } = openPipeline(buildSchema());
  const logger = pino({ level: "silent" });
  let acts = 0;
  const nextKey = (): string => {
    acts += 1;
    return `demonstration-region-${acts}`;
  };

  /** Executes a command that must not be refused. Returns the id of what it changed or made. */
  async function does(person: string, service: Service, name: string, input: object): Promise<string> {
    const context = await asPerson(hub, person, nextKey());
    const { execute } = hub.services[service] as { execute(name: string, input: object, context: object): Promise<Outcome> };
    const outcome = await execute(name, input, context);
    if (outcome.kind === "refused") throw new Error(`${name} by ${person} on ${hub.today()} was refused: ${outcome.message}`);
    return outcome.id;
  }

  /** Somebody opens a concern, as far as they may see it. */
  async function opens(person: string, concern: string): Promise<void> {
    const connection = { expires: Number.MAX_SAFE_INTEGER / 1000, closed: () => new AbortController().signal };
    const question = read({ query: OPENING, variables: { id: concern }, operationName: undefined });
    const answer = await carryOut(question, { context: contextOf(hub, person, nextKey(), connection), logger });
    if ("errors" in answer && answer.errors)
      throw new Error(`${person} could not open a concern: ${JSON.stringify(answer.errors)}`);
  }

  return {
    hub,
    does,
    opens,
    today: (): string => hub.today(),
    /** The working day that many working days from now. */
    after: (days: number): string => workingDaysAfter(hub.today(), days),
  };
}
